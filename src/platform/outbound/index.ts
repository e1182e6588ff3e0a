/**
 * The one way from here to the network. *Guarded* requests (what an app asks for) reach public addresses and those the
 * operator named; *trusted* ones (endpoints the operator configured) reach anything. Both share limits and proxies.
 */
export { outboundFailure, outboundReason } from './failure.ts';
export { fileRequest } from './file-request.ts';
export { queryValues, shownUrl } from './hidden-query.ts';
export { type Outbound, type OutboundOptions, openOutbound } from './outbound.ts';
