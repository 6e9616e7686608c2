import { defineConfig } from 'vitepress';
import { lawPages } from '../site/lawPages.js';

const LEVELS = [...new Set(lawPages().map(({ level }) => level))];

export default defineConfig({
  title: 'diffuson',
  description: 'A verification suite for diagrammatic linear-response theory of spin transport',
  // pages link each other; a dead link fails the build
  ignoreDeadLinks: false,
  lastUpdated: false,
  srcExclude: ['public/**'],
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Scope', link: '/scope' },
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Laws', link: '/laws/' },
      { text: 'API', link: '/api/' },
    ],
    sidebar: [
      {
        text: 'Guide',
        items: [
          { text: 'Scope', link: '/scope' },
          { text: 'Conventions', link: '/conventions' },
          { text: 'Tutorial', link: '/tutorial' },
          { text: 'Gallery', link: '/gallery' },
          { text: 'Textbook results', link: '/textbook' },
          { text: 'API', link: '/api/' },
        ],
      },
      {
        text: 'Laws',
        link: '/laws/',
        items: LEVELS.map((level) => ({
          text: level,
          collapsed: true,
          items: lawPages()
            .filter((page) => page.level === level)
            .map(({ id, slug }) => ({ text: id, link: `/laws/${slug}` })),
        })),
      },
    ],
  },
});
