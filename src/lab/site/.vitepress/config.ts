import { SITE_CONFIG } from '../siteConfig.ts';

export default SITE_CONFIG;
