/**
 * Names of time zones that Debian trixie has moved out of its package of time zones, each with the name that it has there now.
 *
 * Left out are those that PostgreSQL reads without a file, for they are rules of POSIX: `EST5EDT` and its like, `GMT0`, `GMT+0` and `GMT-0`.
 *
 * @see https://packages.debian.org/trixie/all/tzdata-legacy/filelist
 */
const OLD_NAMES = `
  Africa/Asmera Africa/Asmara
  America/Argentina/ComodRivadavia America/Argentina/Catamarca
  America/Buenos_Aires America/Argentina/Buenos_Aires
  America/Catamarca America/Argentina/Catamarca
  America/Cordoba America/Argentina/Cordoba
  America/Fort_Wayne America/Indiana/Indianapolis
  America/Godthab America/Nuuk
  America/Indianapolis America/Indiana/Indianapolis
  America/Jujuy America/Argentina/Jujuy
  America/Knox_IN America/Indiana/Knox
  America/Louisville America/Kentucky/Louisville
  America/Mendoza America/Argentina/Mendoza
  America/Rosario America/Argentina/Cordoba
  Antarctica/South_Pole Antarctica/McMurdo
  Asia/Ashkhabad Asia/Ashgabat
  Asia/Calcutta Asia/Kolkata
  Asia/Choibalsan Asia/Ulaanbaatar
  Asia/Chungking Asia/Shanghai
  Asia/Dacca Asia/Dhaka
  Asia/Katmandu Asia/Kathmandu
  Asia/Macao Asia/Macau
  Asia/Rangoon Asia/Yangon
  Asia/Saigon Asia/Ho_Chi_Minh
  Asia/Thimbu Asia/Thimphu
  Asia/Ujung_Pandang Asia/Makassar
  Asia/Ulan_Bator Asia/Ulaanbaatar
  Atlantic/Faeroe Atlantic/Faroe
  Australia/ACT Australia/Sydney
  Australia/LHI Australia/Lord_Howe
  Australia/NSW Australia/Sydney
  Australia/North Australia/Darwin
  Australia/Queensland Australia/Brisbane
  Australia/South Australia/Adelaide
  Australia/Tasmania Australia/Hobart
  Australia/Victoria Australia/Melbourne
  Australia/West Australia/Perth
  Brazil/Acre America/Rio_Branco
  Brazil/DeNoronha America/Noronha
  Brazil/East America/Sao_Paulo
  Brazil/West America/Manaus
  CET Europe/Brussels
  Canada/Atlantic America/Halifax
  Canada/Central America/Winnipeg
  Canada/Eastern America/Toronto
  Canada/Mountain America/Edmonton
  Canada/Newfoundland America/St_Johns
  Canada/Pacific America/Vancouver
  Canada/Saskatchewan America/Regina
  Canada/Yukon America/Whitehorse
  Chile/Continental America/Santiago
  Chile/EasterIsland Pacific/Easter
  Cuba America/Havana
  EET Europe/Athens
  EST America/Panama
  Egypt Africa/Cairo
  Eire Europe/Dublin
  Europe/Kiev Europe/Kyiv
  Europe/Uzhgorod Europe/Kyiv
  Europe/Zaporozhye Europe/Kyiv
  GB Europe/London
  GB-Eire Europe/London
  Greenwich GMT
  HST Pacific/Honolulu
  Hongkong Asia/Hong_Kong
  Iceland Atlantic/Reykjavik
  Iran Asia/Tehran
  Israel Asia/Jerusalem
  Jamaica America/Jamaica
  Japan Asia/Tokyo
  Kwajalein Pacific/Kwajalein
  Libya Africa/Tripoli
  MET Europe/Brussels
  MST America/Phoenix
  Mexico/BajaNorte America/Tijuana
  Mexico/BajaSur America/Mazatlan
  Mexico/General America/Mexico_City
  NZ Pacific/Auckland
  NZ-CHAT Pacific/Chatham
  Navajo America/Denver
  PRC Asia/Shanghai
  Pacific/Enderbury Pacific/Kanton
  Pacific/Ponape Pacific/Pohnpei
  Pacific/Truk Pacific/Chuuk
  Poland Europe/Warsaw
  Portugal Europe/Lisbon
  ROC Asia/Taipei
  ROK Asia/Seoul
  Singapore Asia/Singapore
  Turkey Europe/Istanbul
  UCT UTC
  US/Alaska America/Anchorage
  US/Aleutian America/Adak
  US/Arizona America/Phoenix
  US/Central America/Chicago
  US/East-Indiana America/Indiana/Indianapolis
  US/Eastern America/New_York
  US/Hawaii Pacific/Honolulu
  US/Indiana-Starke America/Indiana/Knox
  US/Michigan America/Detroit
  US/Mountain America/Denver
  US/Pacific America/Los_Angeles
  US/Samoa Pacific/Pago_Pago
  Universal UTC
  W-SU Europe/Moscow
  WET Europe/Lisbon
  Zulu UTC
`;

/** In lower case, for PostgreSQL finds a file whatever its case. */
const PRESENT: ReadonlyMap<string, string> = new Map(
  OLD_NAMES.trim()
    .split('\n')
    .map((line) => line.trim().split(' ') as [string, string])
    .map(([old, present]) => [old.toLowerCase(), present]),
);

/** The folder of the zones that count leap seconds, which has moved as a whole. */
const LEAP_SECONDS = /^right\//i;

/** What to write for a name of a time zone that Debian trixie has no file of; undefined for any other name. */
export const replacedTimeZone = (zone: string): string | undefined =>
  LEAP_SECONDS.test(zone)
    ? (PRESENT.get(zone.replace(LEAP_SECONDS, '').toLowerCase()) ?? zone.replace(LEAP_SECONDS, ''))
    : PRESENT.get(zone.toLowerCase());
