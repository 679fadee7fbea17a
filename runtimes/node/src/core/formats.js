// Texts that stand for something else: the formats of spec/contract.md#formats.
//
// Every test is linear in its text. `int64Of` and `bytesOf` give the native value of a text.

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const TIME =
  /^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$/;
const UUID = /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/;
const INT64 = /^(?:0|-?[1-9][0-9]{0,18})$/;
const UINT64 = /^(?:0|[1-9][0-9]{0,19})$/;
const DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;
const NOT_BASE64 = /[^A-Za-z0-9+/]/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const ATOM = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+$/;
const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+\-.]*$/;
const FUTURE = /^[Vv][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/;
const NOT_PORT = /[^0-9]/;
// What may not stand in a part of RFC 3986: a search has nothing to go back to, however long the text.
const NOT_REG_NAME = /[^A-Za-z0-9\-._~!$&'()*+,;=%]/;
const NOT_USERINFO = /[^A-Za-z0-9\-._~!$&'()*+,;=:%]/;
const NOT_PATH = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/;
const NOT_QUERY = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DECIMAL_DIGITS_MAX = 40;
const LOCAL_MAX = 64;
const HOSTNAME_MAX = 253;
const IPV6_GROUPS = 8;
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;
// The last character before one `=` and before two says bits of which some belong to no byte.
const LAST_OF_THREE = "AEIMQUYcgkosw048";
const LAST_OF_TWO = "AQgw";

/** @type {Readonly<Record<string, (text: string) => boolean>>} */
const TESTS = Object.freeze({
  date: isDate,
  time: isTime,
  "date-time": isDateTime,
  uuid: (text) => UUID.test(text),
  int64: (text) => int64Of("int64", text) !== undefined,
  uint64: (text) => int64Of("uint64", text) !== undefined,
  decimal: isDecimal,
  uri: isUri,
  email: isEmail,
  hostname: isHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  base64: isBase64,
});

/**
 * Whether a text is one of the format, any of spec/contract.md#formats.
 * @param {string} format
 * @param {string} text
 * @returns {boolean}
 */
export function matches(format, text) {
  return TESTS[format]?.(text) === true;
}

/**
 * The integer of a text, undefined where it is none of the format's.
 * @param {string} format  `int64` or `uint64`
 * @param {string} text
 * @returns {bigint | undefined}
 */
export function int64Of(format, text) {
  if (!(format === "int64" ? INT64 : UINT64).test(text)) return undefined;
  const value = BigInt(text);
  const fits = format === "int64" ? isInt64(value) : value <= UINT64_MAX;
  return fits ? value : undefined;
}

/**
 * The bytes of padded RFC 4648 section 4 text, undefined where it is not that.
 * @param {string} text
 * @returns {Uint8Array | undefined}
 */
export function bytesOf(text) {
  if (!isBase64(text)) return undefined;
  const bytes = new Uint8Array((text.length / 4) * 3 - paddingOf(text));
  // biome-ignore lint/style/noRestrictedGlobals: no IO; its codec is many times a loop's speed, and this way the bytes share no pool
  Buffer.from(bytes.buffer).write(text, "base64");
  return bytes;
}

/**
 * The text of bytes, as `bytesOf` reads it.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function base64Of(bytes) {
  const { buffer, byteOffset, byteLength } = bytes;
  // biome-ignore lint/style/noRestrictedGlobals: no IO; its codec is many times a loop's speed
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

/** @param {bigint} value */
function isInt64(value) {
  return -INT64_MAX - 1n <= value && value <= INT64_MAX;
}

/** @param {string} text */
function isDate(text) {
  const found = DATE.exec(text);
  if (found === null) return false;
  const year = Number(found[1]);
  const month = Number(found[2]);
  const day = Number(found[3]);
  if (year === 0 || day === 0 || day > (MONTH_DAYS[month - 1] ?? 0)) return false;
  return month !== 2 || day !== 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

/** @param {string} text */
function isTime(text) {
  return TIME.test(text);
}

/** @param {string} text */
function isDateTime(text) {
  return text[10] === "T" && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

/** @param {string} text */
function isDecimal(text) {
  if (text.length > DECIMAL_DIGITS_MAX + 2 || !DECIMAL.test(text)) return false;
  const isNegative = text.startsWith("-");
  const digits = text.length - (isNegative ? 1 : 0) - (text.includes(".") ? 1 : 0);
  return digits <= DECIMAL_DIGITS_MAX && !(isNegative && !/[1-9]/.test(text));
}

/** @param {string} text */
function isBase64(text) {
  const { length } = text;
  if (length % 4 !== 0) return false;
  const padding = paddingOf(text);
  const last = text.charAt(length - padding - 1);
  if (padding === 1 && !LAST_OF_THREE.includes(last)) return false;
  if (padding === 2 && !LAST_OF_TWO.includes(last)) return false;
  return !NOT_BASE64.test(padding === 0 ? text : text.slice(0, -padding));
}

/** @param {string} text @returns {number} characters of padding: 0, 1 or 2 */
function paddingOf(text) {
  if (!text.endsWith("=")) return 0;
  return text.endsWith("==") ? 2 : 1;
}

/** @param {string} text */
function isEmail(text) {
  const at = text.indexOf("@");
  if (at < 1 || at > LOCAL_MAX) return false;
  const atoms = text.slice(0, at).split(".");
  return atoms.every((atom) => ATOM.test(atom)) && isHostname(text.slice(at + 1));
}

/** @param {string} text */
function isHostname(text) {
  return text.length <= HOSTNAME_MAX && text.split(".").every((label) => LABEL.test(label));
}

/** @param {string} text */
function isIpv4(text) {
  if (text.length > 15) return false;
  const octets = text.split(".");
  return octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255);
}

/** RFC 4291 section 2.2: in full, with `::`, with an IPv4 address at the end; no zone. @param {string} text */
function isIpv6(text) {
  if (text.length > 45) return false;
  let hex = text;
  let groups = IPV6_GROUPS;
  if (text.includes(".")) {
    const end = text.lastIndexOf(":") + 1;
    if (end === 0 || !isIpv4(text.slice(end))) return false;
    hex = `${text.slice(0, end)}0`; // the address stands for two groups; its place is held by one
    groups -= 1;
  }
  const gap = hex.indexOf("::");
  if (gap === -1) return groupsOf(hex) === groups;
  const left = hex.slice(0, gap);
  const right = hex.slice(gap + 2);
  const written = (left === "" ? 0 : groupsOf(left)) + (right === "" ? 0 : groupsOf(right));
  return written < groups; // NaN where a side is malformed
}

/** @param {string} text @returns {number} groups of hex digits parted by `:`; NaN where one is none */
function groupsOf(text) {
  const groups = text.split(":");
  return groups.every((group) => GROUP.test(group)) ? groups.length : Number.NaN;
}

/** RFC 3986 `URI`: with a scheme; IPvFuture, but no zone. @param {string} text */
function isUri(text) {
  const colon = text.indexOf(":");
  if (colon === -1 || !SCHEME.test(text.slice(0, colon))) return false;
  const [beforeFragment, fragment] = parted(text.slice(colon + 1), "#");
  const [part, query] = parted(beforeFragment, "?");
  if (BAD_ESCAPE.test(text) || NOT_QUERY.test(query) || NOT_QUERY.test(fragment)) return false;
  if (!part.startsWith("//")) return !NOT_PATH.test(part);
  const slash = part.indexOf("/", 2);
  const end = slash === -1 ? part.length : slash;
  return isAuthority(part.slice(2, end)) && !NOT_PATH.test(part.slice(end));
}

/** `[userinfo@]host[:port]`, its escapes seen to before. @param {string} text */
function isAuthority(text) {
  const at = text.lastIndexOf("@");
  if (at !== -1 && NOT_USERINFO.test(text.slice(0, at))) return false;
  const place = text.slice(at + 1);
  if (!place.startsWith("[")) {
    const [host, port] = parted(place, ":");
    return !NOT_REG_NAME.test(host) && !NOT_PORT.test(port);
  }
  const bracket = place.indexOf("]");
  const literal = place.slice(1, Math.max(bracket, 0));
  if (bracket === -1 || !(isIpv6(literal) || FUTURE.test(literal))) return false;
  const rest = place.slice(bracket + 1);
  return rest === "" || (rest.startsWith(":") && !NOT_PORT.test(rest.slice(1)));
}

/** @param {string} text @param {string} mark @returns {[string, string]} before and after the first mark */
function parted(text, mark) {
  const index = text.indexOf(mark);
  return index === -1 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}
