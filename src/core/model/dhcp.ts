/** What a DHCP server tells a phone of the servers it shall use. */

export interface DhcpSettings {
  readonly message: "offer" | "ack";
  /** The address the client is given, or has. */
  readonly client: string;
  /** Option 42: addresses of time servers (RFC 2132 §8.3). */
  readonly ntpServers: readonly string[];
  /** Options 66 and 150: where the configuration comes from, a name or addresses (RFC 2132 §9.4, RFC 5859). */
  readonly tftpServers: readonly string[];
  /** Option 120: domain names or addresses of outbound proxies (RFC 3361). */
  readonly sipServers: readonly string[];
  /** Option 160, private use: phones take it for the URL of their configuration. */
  readonly provisioning?: string;
}
