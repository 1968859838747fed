/** What a DNS message says of how a name was looked up, for the records by which SIP finds servers (RFC 3263). */

export const DNS_TYPES = ["A", "AAAA", "CNAME", "SRV", "NAPTR"] as const;
export type DnsType = (typeof DNS_TYPES)[number];

/** A query, or an answer to one; equal `id`, name and type between the same endpoints belong together. */
export interface DnsMessage {
  readonly id: number;
  /** What is asked for, in lower case and without the final dot; octets that are no host name's as `\DDD`. */
  readonly name: string;
  readonly type: DnsType;
  /** Absent in a query. */
  readonly answer?: DnsAnswer;
}

export interface DnsAnswer {
  /** `NOERROR`, also when there is no such record; `NXDOMAIN`, `SERVFAIL`, `REFUSED`; `RCODE11` where it has no name. */
  readonly rcode: string;
  /** The server says that the answer did not fit (RFC 1035 §4.1.1). */
  readonly isTruncated?: boolean;
  /** Of the answer and additional sections; those of other types are left out. */
  readonly records: readonly DnsRecord[];
}

/** Each part is absent where records of the type have none. Names are written as in `DnsMessage`. */
export interface DnsRecord {
  readonly name: string;
  readonly type: DnsType;
  /** A and AAAA: canonical text. */
  readonly address?: string;
  /** CNAME and SRV; of NAPTR the replacement. `.` is none. */
  readonly target?: string;
  /** SRV (RFC 2782). */
  readonly priority?: number;
  readonly weight?: number;
  readonly port?: number;
  /** NAPTR (RFC 3403 §4.1). */
  readonly order?: number;
  readonly preference?: number;
  readonly flags?: string;
  /** `SIP+D2U` */
  readonly service?: string;
  readonly regexp?: string;
}
