/** The text of `--help`. */
export const HELP = `sip-trace reads packet captures and SIP logs and says why a registration failed.

Usage: sip-trace [options] FILE...
       sip-trace report [options] FILE...
       sip-trace lesson check FILE.md...
       sip-trace lesson export [--out FILE.html] [--slides FOLDER] FILE.md

FILE is a capture (pcap, pcapng) or a text log, also in gzip, told apart by content; - is standard input.

"report" writes a report for a ticket: the same as --format markdown, or html if --out ends in .html.
"lesson check" tells by line what is wrong with a lesson, also where its capture says otherwise. "lesson export" writes
a lesson as one HTML file that works without network.

  --format FORMAT          text: findings (default); json: one JSON object; sarif: SARIF 2.1.0 for
                           code scanning; markdown, html: a report to send, html as one file;
                           mermaid, svg, png: the ladder as a diagram to paste or a picture
  --out FILE               write to FILE instead of standard output
  --slides FOLDER          of "lesson export": write the ladder of every step into FOLDER, as SVG and Mermaid,
                           with --format png as PNG too
  --together               all files are one trace, as from two capture points; else each is one
  --ladder [KEY]           print the ladder of all, or of one registration or call: its AoR,
                           its Call-ID, or its key as the text shows it (r0). Of several devices that
                           register one AoR: a ladder each as text, one of them all as a picture
  --card [KEY]             print the registration card of all devices, or of one: its settings beside the
                           field's good defaults, with a verdict each; with --format json its key "cards"
  --notes FILE             notes of the editor (NAME.notes.json) for the report and for the key
                           "notes" of json; may be repeated. Packet comments are there without it
  --annotate OUT           write the capture to OUT as pcapng with findings and --notes as packet
                           comments, which Wireshark shows; the packets stay octet for octet
  --rule ID=LEVEL          off, info, warning or error for one rule; may be repeated
  --nat-timeout SECONDS    how long an idle UDP flow is taken to survive behind a NAT (default 60)
  --keylog FILE            TLS key log (NSS format, SSLKEYLOGFILE) to decrypt with; may be
                           repeated. Keys that a pcapng holds are used without it
  --credential USER[@REALM]:PASSWORD
                           a password to check refused digests with: tells whose is wrong. May be
                           repeated; better one a line in SIP_TRACE_CREDENTIALS. Never printed
  --redact OUT             write a copy with pseudonyms for names, numbers, addresses and keys instead of
                           findings: to the file OUT or, of several files, into the folder OUT. What
                           was replaced and dropped is told on standard error. --notes are written
                           beside the copy as OUT.notes.json, each on its message, without their text.
                           With report, the report is of the copy, so that both can be sent
  --keep-note-text         with --redact: keep the text of notes and packet comments, with pseudonyms for
                           what the trace names, addresses and numbers. Other names stay in it: read it
  --redact-map FILE        write the table of values and pseudonyms, for yourself alone
  --redact-key FILE        take the key of the pseudonyms from FILE, so that another run gives the same
                           ones; made if it is not there. Else each run has a key of its own
  --suppressions FILE      JSON list of findings not to be told of, each with its reason, as the setting
                           sipTrace.suppressions has them; the editor's settings.json is read as well
  --log-formats FILE       JSON list of log formats of your own, as the setting sipTrace.logFormats
                           has them
  --list-formats           the captures and logs that are understood
  --list-rules             the rules, with severity and summary
  --version, --help

Exit status: 0 no error found, 1 an error found, 2 unusable input or arguments.
`;
