import { VERSION } from '../../common/version';

/** `Laura/<version>`. VAPI's edge answers 403 to a request without a User-Agent. */
export const USER_AGENT = `Laura/${VERSION}`;
