// The agent `write`: answers `render` with a page; report.js knows how.

import { write } from "./contract.js";
import { report } from "./report.js";

export const handler = write.agent({
  render(answer) {
    return { html: report(answer) };
  },
});
