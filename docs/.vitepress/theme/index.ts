import DefaultTheme from 'vitepress/theme';
import Converter from './Converter.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }: { app: { component: (name: string, component: unknown) => void } }) => {
    app.component('Converter', Converter);
  },
};
