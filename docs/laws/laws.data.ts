import { lawPages } from '../site/lawPages.js';

/** What the list of laws shows. */
export default {
  load: () => lawPages().map(({ slug, id, level, statement }) => ({ slug, id, level, statement })),
};
