import { LauraError } from '../../common/errors';

/** The file, or what was said of it, cannot be right: nothing was changed. The message says why and what to do. */
export class ListRefusedError extends LauraError {
  constructor(message: string, options?: ErrorOptions) {
    super('LIST_REFUSED', message, options);
  }
}
