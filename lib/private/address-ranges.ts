/** What nothing on the internet has for an address: with these left out, nothing inside of the company can be reached. */
export const PRIVATE_RANGES = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** The same of IPv6. The prefix by which IPv6 reaches IPv4 is left in: it leads to the internet, too. */
export const PRIVATE_RANGES_IPV6 = ['fc00::/7', 'fe80::/10'];

/** Where the platform gives out identities to its nodes and pods. */
export const METADATA_SERVICE = '169.254.0.0/16';

/** The same of IPv6, on the cloud that has one. */
export const METADATA_SERVICE_IPV6 = 'fd00:ec2::/32';
