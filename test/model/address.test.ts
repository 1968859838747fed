/** Which addresses the Internet reaches, which stand behind a NAT, and which are neither. */
import { describe, expect, test } from "vitest";
import { isPrivateAddress, isPublicAddress, isSiteAddress } from "../../src/core/model/address.js";

interface Kinds {
  readonly isPublic: boolean;
  readonly isPrivate: boolean;
  readonly isSite: boolean;
}

const PUBLIC: Kinds = { isPublic: true, isPrivate: false, isSite: false };
const SITE: Kinds = { isPublic: false, isPrivate: true, isSite: true };
const LOCAL: Kinds = { isPublic: false, isPrivate: true, isSite: false };
const NAME: Kinds = { isPublic: false, isPrivate: false, isSite: false };

const CASES: readonly (readonly [address: string, kinds: Kinds])[] = [
  ["8.8.8.8", PUBLIC],
  // Documentation ranges stand for public addresses, as they do in examples (RFC 5737).
  ["192.0.2.1", PUBLIC],
  ["198.51.100.7", PUBLIC],
  ["203.0.113.5", PUBLIC],
  ["2001:db8::1", PUBLIC],
  ["10.0.0.1", SITE],
  ["172.16.0.1", SITE],
  ["172.31.255.254", SITE],
  ["172.32.0.1", PUBLIC],
  ["192.168.178.20", SITE],
  ["100.64.0.1", SITE],
  ["100.127.255.254", SITE],
  ["100.128.0.1", PUBLIC],
  ["fd00::1", SITE],
  ["::ffff:192.168.1.1", SITE],
  ["127.0.0.1", LOCAL],
  ["::1", LOCAL],
  ["169.254.1.1", LOCAL],
  ["fe80::1", LOCAL],
  ["0.0.0.0", LOCAL],
  ["pbx.example.com", NAME],
  ["u3k9.invalid", NAME],
  ["256.1.1.1", NAME],
  ["10.1", NAME],
  ["", NAME],
];

describe("kinds of addresses", () => {
  test.each(CASES)("%s", (address, kinds) => {
    expect({
      isPublic: isPublicAddress(address),
      isPrivate: isPrivateAddress(address),
      isSite: isSiteAddress(address),
    }).toEqual(kinds);
  });
});
