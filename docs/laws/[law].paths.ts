import { lawPages } from '../site/lawPages.js';

export default {
  paths: () => lawPages().map(({ slug, markdown }) => ({ params: { law: slug }, content: markdown })),
};
