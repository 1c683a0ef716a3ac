/** Hosts that only a network of one's own knows: names of services, names without a domain, private addresses. */
export const INSIDE_ENDPOINT =
  /^https?:\/\/([^./:]+|[^/:]+\.(svc|local|internal|lan)(\.[^/:]+)?|(10|127|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d+)+)(:\d+)?$/;
