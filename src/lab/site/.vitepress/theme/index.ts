import type { Theme } from 'vitepress';
import theme from 'vitepress/theme-without-fonts';
import { LossOfP } from '../../LossOfP.ts';
import { LossOfName } from '../../loss/LossOfName.ts';
import './site.css';
import './loss.css';

export default {
  extends: theme,
  enhanceApp: ({ app }) => {
    app.component('LossOfP', LossOfP);
    app.component('LossOfName', LossOfName);
  },
} satisfies Theme;
