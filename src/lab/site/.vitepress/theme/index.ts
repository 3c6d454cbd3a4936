import type { Theme } from 'vitepress';
import theme from 'vitepress/theme-without-fonts';
import { LossOfP } from '../../LossOfP.ts';
import './site.css';

export default {
  extends: theme,
  enhanceApp: ({ app }) => {
    app.component('LossOfP', LossOfP);
  },
} satisfies Theme;
