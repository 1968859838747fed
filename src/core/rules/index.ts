/** All rules. Written by `npm run generate`; to add one: `npm run new-rule`. */
import aorUnknown from "./authentication/aor-unknown.js";
import authIdMismatch from "./authentication/auth-id-mismatch.js";
import authLoop from "./authentication/auth-loop.js";
import clockSkewNonce from "./authentication/clock-skew-nonce.js";
import credentialsNotSent from "./authentication/credentials-not-sent.js";
import digestAlgorithmUnsupported from "./authentication/digest-algorithm-unsupported.js";
import digestFailed from "./authentication/digest-failed.js";
import digestUriMismatch from "./authentication/digest-uri-mismatch.js";
import nonceCountReplayed from "./authentication/nonce-count-replayed.js";
import nonceExpired from "./authentication/nonce-expired.js";
import passwordGuessing from "./authentication/password-guessing.js";
import qopMismatch from "./authentication/qop-mismatch.js";
import realmMismatch from "./authentication/realm-mismatch.js";
import registerForbidden from "./authentication/register-forbidden.js";
import registrarDomainWrong from "./authentication/registrar-domain-wrong.js";
import weakDigest from "./authentication/weak-digest.js";
import bindingOverwritten from "./forking/binding-overwritten.js";
import emergencyIdentityMissing from "./forking/emergency-identity-missing.js";
import forkNotCancelled from "./forking/fork-not-cancelled.js";
import multipleAnswers from "./forking/multiple-answers.js";
import qValueInvalid from "./forking/q-value-invalid.js";
import ringTooLong from "./forking/ring-too-long.js";
import srtpPolicyMixed from "./forking/srtp-policy-mixed.js";
import staleBinding from "./forking/stale-binding.js";
import tooManyContacts from "./forking/too-many-contacts.js";
import contentLengthMismatch from "./message/content-length-mismatch.js";
import malformedMessage from "./message/malformed-message.js";
import mandatoryHeaderMissing from "./message/mandatory-header-missing.js";
import messageTruncated from "./message/message-truncated.js";
import algRewrittenContact from "./nat/alg-rewritten-contact.js";
import contactNotInResponse from "./nat/contact-not-in-response.js";
import contactRewrittenByRegistrar from "./nat/contact-rewritten-by-registrar.js";
import inboundCallUnreachable from "./nat/inbound-call-unreachable.js";
import keepaliveMissing from "./nat/keepalive-missing.js";
import keepaliveUnanswered from "./nat/keepalive-unanswered.js";
import natDetected from "./nat/nat-detected.js";
import natFlowExpired from "./nat/nat-flow-expired.js";
import privateContactUnreachable from "./nat/private-contact-unreachable.js";
import stunMappingDiffers from "./nat/stun-mapping-differs.js";
import symmetricNat from "./nat/symmetric-nat.js";
import extensionRejected from "./outbound/extension-rejected.js";
import flowFailed from "./outbound/flow-failed.js";
import gruuNotGranted from "./outbound/gruu-not-granted.js";
import instanceIdDuplicate from "./outbound/instance-id-duplicate.js";
import outboundIncomplete from "./outbound/outbound-incomplete.js";
import certificateExpired from "./reachability/certificate-expired.js";
import certificateNameMismatch from "./reachability/certificate-name-mismatch.js";
import connectionTimeout from "./reachability/connection-timeout.js";
import dnsFailure from "./reachability/dns-failure.js";
import dnsSrvIgnored from "./reachability/dns-srv-ignored.js";
import messageTooLarge from "./reachability/message-too-large.js";
import portUnreachable from "./reachability/port-unreachable.js";
import registerTimeout from "./reachability/register-timeout.js";
import responseMisrouted from "./reachability/response-misrouted.js";
import tlsHandshakeFailed from "./reachability/tls-handshake-failed.js";
import transportMismatch from "./reachability/transport-mismatch.js";
import registerRateHigh from "./refusal/register-rate-high.js";
import registerRefused from "./refusal/register-refused.js";
import registrationBurst from "./refusal/registration-burst.js";
import retryAfterIgnored from "./refusal/retry-after-ignored.js";
import retryTooFast from "./refusal/retry-too-fast.js";
import serverError from "./refusal/server-error.js";
import bindingExpired from "./timers/binding-expired.js";
import cseqNotIncreasing from "./timers/cseq-not-increasing.js";
import expiresChangedByRegistrar from "./timers/expires-changed-by-registrar.js";
import expiryTooLongBehindNat from "./timers/expiry-too-long-behind-nat.js";
import expiryTooShort from "./timers/expiry-too-short.js";
import grantedExpiryIgnored from "./timers/granted-expiry-ignored.js";
import intervalTooBrief from "./timers/interval-too-brief.js";
import lateRefresh from "./timers/late-refresh.js";
import registrationRemoved from "./timers/registration-removed.js";
import wildcardContactInvalid from "./timers/wildcard-contact-invalid.js";
import type { Rule } from "./rule.js";

/** By folder. */
export const RULES_BY_SUBJECT = {
  authentication: [
    aorUnknown,
    authIdMismatch,
    authLoop,
    clockSkewNonce,
    credentialsNotSent,
    digestAlgorithmUnsupported,
    digestFailed,
    digestUriMismatch,
    nonceCountReplayed,
    nonceExpired,
    passwordGuessing,
    qopMismatch,
    realmMismatch,
    registerForbidden,
    registrarDomainWrong,
    weakDigest,
  ],
  forking: [
    bindingOverwritten,
    emergencyIdentityMissing,
    forkNotCancelled,
    multipleAnswers,
    qValueInvalid,
    ringTooLong,
    srtpPolicyMixed,
    staleBinding,
    tooManyContacts,
  ],
  message: [contentLengthMismatch, malformedMessage, mandatoryHeaderMissing, messageTruncated],
  nat: [
    algRewrittenContact,
    contactNotInResponse,
    contactRewrittenByRegistrar,
    inboundCallUnreachable,
    keepaliveMissing,
    keepaliveUnanswered,
    natDetected,
    natFlowExpired,
    privateContactUnreachable,
    stunMappingDiffers,
    symmetricNat,
  ],
  outbound: [extensionRejected, flowFailed, gruuNotGranted, instanceIdDuplicate, outboundIncomplete],
  reachability: [
    certificateExpired,
    certificateNameMismatch,
    connectionTimeout,
    dnsFailure,
    dnsSrvIgnored,
    messageTooLarge,
    portUnreachable,
    registerTimeout,
    responseMisrouted,
    tlsHandshakeFailed,
    transportMismatch,
  ],
  refusal: [registerRateHigh, registerRefused, registrationBurst, retryAfterIgnored, retryTooFast, serverError],
  timers: [
    bindingExpired,
    cseqNotIncreasing,
    expiresChangedByRegistrar,
    expiryTooLongBehindNat,
    expiryTooShort,
    grantedExpiryIgnored,
    intervalTooBrief,
    lateRefresh,
    registrationRemoved,
    wildcardContactInvalid,
  ],
} satisfies Record<string, readonly Rule[]>;

export const RULES: readonly Rule[] = Object.values(RULES_BY_SUBJECT).flat();
