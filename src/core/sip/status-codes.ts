/** The response codes registered with IANA: their reason phrase and, in one sentence, what they tell. */

export interface StatusCode {
  readonly reason: string;
  readonly meaning: string;
}

const STATUS_CODES: Readonly<Record<number, readonly [reason: string, meaning: string]>> = {
  100: ["Trying", "The next hop has the request and works on it; retransmissions may stop."],
  180: ["Ringing", "The called user agent is alerting its user."],
  181: ["Call Is Being Forwarded", "A server sends the call on to another set of destinations."],
  182: ["Queued", "The called party is busy for now, and the call waits instead of being refused."],
  183: ["Session Progress", "Something about the call's progress, often early media, is told before the answer."],
  199: ["Early Dialog Terminated", "One of the early dialogs that forking made has ended (RFC 6228)."],
  200: ["OK", "The request has succeeded."],
  202: ["Accepted", "The request is understood but not yet carried out (RFC 6665 no longer uses it)."],
  204: ["No Notification", "The subscription is refreshed, and its state has not changed (RFC 5839)."],
  300: ["Multiple Choices", "The address leads to several places; the client is to choose."],
  301: ["Moved Permanently", "The user is no longer at this address; Contact tells the new one, to be remembered."],
  302: ["Moved Temporarily", "The request is to be tried again at the address in Contact."],
  305: ["Use Proxy", "The request must go through the proxy that Contact names."],
  380: ["Alternative Service", "The call failed, but another service is possible, as the body describes."],
  400: ["Bad Request", "The request could not be understood because its syntax is malformed."],
  401: ["Unauthorized", "The user agent server or registrar asks for credentials."],
  402: ["Payment Required", "Reserved for future use."],
  403: ["Forbidden", "The server understood the request and refuses it; credentials will not help."],
  404: ["Not Found", "The server knows for certain that the user does not exist in the domain of the Request-URI."],
  405: ["Method Not Allowed", "The method is understood but not allowed for this address; Allow lists those that are."],
  406: ["Not Acceptable", "The answer could only have a form that the Accept header of the request rules out."],
  407: ["Proxy Authentication Required", "A proxy asks for credentials before it forwards the request."],
  408: ["Request Timeout", "The server could not reach the user or get an answer in time."],
  410: ["Gone", "The user once existed at this address and is gone for good."],
  412: ["Conditional Request Failed", "The entity-tag of the publication is not, or no longer, known (RFC 3903)."],
  413: ["Request Entity Too Large", "The body is larger than the server accepts."],
  414: ["Request-URI Too Long", "The Request-URI is longer than the server interprets."],
  415: ["Unsupported Media Type", "The server does not know the format of the body."],
  416: ["Unsupported URI Scheme", "The server does not know the scheme of the Request-URI."],
  417: ["Unknown Resource-Priority", "None of the resource priorities asked for is known here (RFC 4412)."],
  420: [
    "Bad Extension",
    "The server does not support an extension that Require or Proxy-Require demands; Unsupported names it.",
  ],
  421: ["Extension Required", "The server needs an extension that the client did not list in Supported."],
  422: ["Session Interval Too Small", "The session timer is shorter than Min-SE allows (RFC 4028)."],
  423: [
    "Interval Too Brief",
    "The expiry asked for is shorter than the registrar allows; Min-Expires tells how long it must be.",
  ],
  424: ["Bad Location Information", "The location in the request is malformed or not sufficient (RFC 6442)."],
  425: ["Bad Alert Message", "The alert message could not be processed (RFC 8876)."],
  428: ["Use Identity Header", "The request must carry an Identity header (RFC 8224)."],
  429: ["Provide Referrer Identity", "The REFER must carry a valid Referred-By token (RFC 3892)."],
  430: ["Flow Failed", "The flow of SIP Outbound to the user agent has failed; another one may work (RFC 5626)."],
  433: ["Anonymity Disallowed", "Anonymous requests are refused (RFC 5079)."],
  436: ["Bad Identity Info", "The certificate that vouches for the identity could not be fetched (RFC 8224)."],
  437: ["Unsupported Credential", "The certificate that vouches for the identity cannot be validated (RFC 8224)."],
  438: ["Invalid Identity Header", "The signature of the identity is wrong (RFC 8224)."],
  439: [
    "First Hop Lacks Outbound Support",
    "The first proxy does not support SIP Outbound, which the client asked for (RFC 5626).",
  ],
  440: ["Max-Breadth Exceeded", "Forking would branch the request more widely than allowed (RFC 5393)."],
  469: ["Bad Info Package", "The Info Package is not one that was agreed on (RFC 6086)."],
  470: ["Consent Needed", "A recipient has not consented to get such requests (RFC 5360)."],
  480: [
    "Temporarily Unavailable",
    "The user exists but is not reachable now: not registered, not answering, or do-not-disturb.",
  ],
  481: [
    "Call/Transaction Does Not Exist",
    "The request belongs to a dialog or transaction that the server does not know.",
  ],
  482: ["Loop Detected", "The request came back to a server that it had passed before."],
  483: ["Too Many Hops", "Max-Forwards reached zero before the request reached its destination."],
  484: ["Address Incomplete", "The dialled number is incomplete."],
  485: ["Ambiguous", "The Request-URI fits several users."],
  486: ["Busy Here", "The called user agent is busy; another of the user's may not be."],
  487: ["Request Terminated", "The request was ended by CANCEL or BYE."],
  488: [
    "Not Acceptable Here",
    "The session description is not acceptable to this user agent: codec, profile or encryption.",
  ],
  489: ["Bad Event", "The event package is not understood (RFC 6665)."],
  491: ["Request Pending", "Both sides changed the session at once; each tries again after a random time."],
  493: ["Undecipherable", "The encrypted body cannot be decrypted."],
  494: ["Security Agreement Required", "The client must first agree on a security mechanism (RFC 3329)."],
  500: ["Server Internal Error", "The server met an unexpected condition."],
  501: ["Not Implemented", "The server does not know the method at all."],
  502: ["Bad Gateway", "The server, as a gateway, got an invalid answer from behind it."],
  503: ["Service Unavailable", "The server is overloaded or in maintenance; Retry-After may say for how long."],
  504: ["Server Time-out", "The server got no answer in time from a server it needed."],
  505: ["Version Not Supported", "The server does not support the SIP version of the request."],
  513: ["Message Too Large", "The message is longer than the server can process."],
  555: [
    "Push Notification Service Not Supported",
    "The push service that the client names is not supported (RFC 8599).",
  ],
  580: ["Precondition Failure", "A precondition of the session cannot be met (RFC 3312)."],
  600: ["Busy Everywhere", "The user is busy at all of the places where they can be reached."],
  603: ["Decline", "The user was reached and does not want to take the call."],
  604: ["Does Not Exist Anywhere", "The server knows for certain that the user exists nowhere."],
  606: ["Not Acceptable", "The user was reached, but nothing of the session description is acceptable anywhere."],
  607: ["Unwanted", "The called party marked the call as unwanted (RFC 8197)."],
  608: ["Rejected", "An intermediary, not the user, rejected the call (RFC 8688)."],
};

/** Undefined for a code that is not registered. */
export function statusCodeOf(code: number): StatusCode | undefined {
  const entry = Object.hasOwn(STATUS_CODES, code) ? STATUS_CODES[code] : undefined;
  return entry && { reason: entry[0], meaning: entry[1] };
}

/** What the class of a code tells, for those that are not registered (RFC 3261 §8.1.3.2: treat it as x00). */
export function statusClassOf(code: number): string {
  switch (Math.floor(code / 100)) {
    case 1:
      return "Provisional: the request is being worked on.";
    case 2:
      return "Success.";
    case 3:
      return "Redirection: the client is to try elsewhere.";
    case 4:
      return "Client error: this server cannot fulfil the request as it is.";
    case 5:
      return "Server error: the server failed at a request that seems valid.";
    case 6:
      return "Global failure: no server can fulfil the request.";
    default:
      return "Not a response code of SIP.";
  }
}
