/** Notes of one thread, on the refused credentials of the sample `realm-mismatch`, as the editor writes them. */
export function sampleNotes(text: string, author = "Ann") {
  const message = {
    start: "REGISTER",
    callId: "0_98893622@192.168.10.61",
    cseq: "3750 REGISTER",
    branch: "z9hG4bK641299686",
    occurrence: 1,
    time: null,
  };
  const comments = [{ id: "c1", author, created: "2026-11-22T09:30:00Z", text }];
  return { format: "sip-trace-notes", version: 1, threads: [{ id: "t1", message, comments }] };
}
