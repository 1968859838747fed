/** Words that say nothing of a person or place: those of protocols, products and log lines. All others are replaced. */
import { statusCodeOf } from "../../sip/status-codes.js";

/** Stand even in place of a name: what they mean is a fact that findings rest on. */
const KEPT_VALUES = wordsOf(`
  sip sips tel urn uuid asterisk anonymous unknown unavailable restricted invalid localhost localdomain
  service sos 911 112 999 email protected`);

/** What the poster of a log blotted out stays so. */
const BLOTTED = /^(?:x{2,}|removed|redacted|masked|hidden|censored|deleted|snip)$/;

/** The last label of a domain. */
const TOP_LEVEL = wordsOf(`
  com net org edu gov mil int info biz name pro io app dev cloud online tech site xyz local lan home internal intranet corp
  arpa test example invalid localhost ac ae am ar at au be bg br by ca cc ch cl cn co cz de dk ee es eu fi fr gr hk hr hu id
  ie il in ir is it jp kr kz lt lu lv ma me mx my ng nl no nu nz pe ph pk pl pt ro rs ru sa se sg si sk su th to tr tv tw
  ua uk us uz vn za voip phone`);

const METHODS = "invite ack bye cancel register options prack subscribe notify publish info refer message update";

/** Names of headers and parameters, option tags, media types, event packages and what else stands in messages of SIP. */
const PROTOCOL_WORDS = `${METHODS}
  accept access action active address addresses after alert algorithm alias allow allowed answer application associated asserted
  asserted-identity attribute audio auth authenticate authentication authorization b2bua basic bearer binding body branch busy
  call caller callee called capability capabilities cause charging charset cipher client cnonce code codec common conference
  connection contact contacts content context control cookie cpim cpl credentials crlf cseq cancelled completed confirmed data
  date default deferred deny description device dialog digest direction disposition diversion dns domain dtls dtmf duration
  early emergency encoding encryption error etag event events expired expires extension failure false feature features field
  flow flowtimer foc force forward forwards forwarding from full function gateway geolocation gone gr gruu handling head header
  headers hello history host html http https icmp id identity image in inband inactive index indication info initial input
  instance int integrity interface internal invalid ip ipv4 ipv6 isfocus issued join json keep keepalive key language length
  line list live local location loose loop loopback lr maddr mandatory match max maximum md5 media mime min minimum missing
  mixed mobility moved multipart name nat nc network next no nonce none normal not notification number off offline ok on
  online opaque open option origin original outbound owner parameter partial party password path payload pending phone pidf
  pilot plain play policy port preferred presence present prefer priority privacy process profile progress protocol proxy pub
  pending qop query queue random rack ready realm reason received record recv recursive redirect refresh refresher refused reg
  regid reginfo registered registrar registration registrations reject rejected related relay release reliable reliability
  remote remove renewal replaces reply report request requested requests require required reserved resource response
  responses restricted result retry retransmission return route routing rport rseq rtcp rtp rtpmap savp savpf avp avpf
  sdp screen sec secure security security-client security-server security-verify send sendonly sendrecv recvonly sent sequence
  server service session sess sha sha1 sha-256 sha256 sha512 akav1 akav2 signal signalling sip sips sipfrag smime source space specified
  srtp srv stale start state static status stop stream strict stun subject subscription summary supported supplied syntax tag
  target tcp tdialog tel telephone telephony template temporarily terminate terminated text time timed timeout timer timestamp
  tls to token tone topmost trace transaction transfer translation transport true trunk trying ttl turn type typ udp uac uas
  uaprofile unauthorized unknown unregister unregistered unsupported update upgrade uri url used user username utf
  valid value version via video visited voice voicemail waiting warning watcher websocket ws wss www xml zone 100rel 199 2xx
  3gpp answermode ccid eventlist fromchange gin histinfo ice join multiple-refer norefersub nosub precondition pref rec
  recipient resource-priority sdp-anat siprec tdialog trickle policy outbound path sigcomp comp q ob app expire callid userhash
  mwi simple rls talk hold as feature-event kpml spirits dialog-info rlmi rfc3265 deactivated probation giveup noresource
  invariant rejected cpc cic rn npdi dai otg isup sub postd cor fs nc cpn icid generated orig term ioi
  rfc q850 pstn did aor ua ims qos esp sbc ivr acd 850 clearing`;

/** What products call themselves. */
const PRODUCT_WORDS = `
  3cx acrobits alcatel lucent apple asterisk audiocodes avaya baresip belle blink bria cisco counterpath cucm cisco-cucm debian
  digium drachtio expressway fanvil fpbx freepbx freeswitch fritz fritzbox avm gigaset grandstream groundwire htek jitsi jssip
  kamailio libpjsip linphone linux windows darwin macos ios android mediant microsip microsoft mitel mod_sofia mod sofia
  obihai openser opensips openssl oracle panasonic pjproject pjsip pjsua poly polycom polycomvvx repro resiprocate ribbon
  sangoma sip.js sipjs sipp sipsak snom sofia softphone sonus sonusgw teams telephone twilio twinkle ubuntu wildix x86 x86_64
  amd64 arm aarch64 i386 x64 win32 win64 yate yealink zoiper webrtc chrome firefox safari mozilla edge ser sems rtpproxy
  rtpengine homer heplify sngrep ngrep tcpdump wireshark tshark kazoo vicidial issabel elastix fusionpbx voip ms one
  rev sdk scanner friendly sipvicious sundayddr pplsip sipcli vaxsipuseragent`;

/** Of log lines and reason phrases. */
const LOG_WORDS = `
  january february march april june july august september october november december jan feb mar apr jun jul aug sep sept oct
  nov dec mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday utc gmt cet cest est edt pst pdt
  am pm year month day hour minute second seconds secs sec ms millisecond milliseconds usec microseconds bytes byte octets size
  debug verbose notice information informational warn error err errors critical crit alert emerg fatal severe fine
  finer finest level log logger logging msg message messages packet packets frame frames capture captured interface
  a about above accepted acceptable according account across add added again against aged all already also an and another any
  are around at attempt attempts attempting available average away back bad be because been before began begin being below best
  between blocked both bound but buffer by cache can cannot cause changed channel check checking class clear close closed
  closing cleared cmd command complete config configuration configured connect connected connecting connectionless continue
  core count could create created creating current db dead decode default delay delayed delete deleted denied destination
  destroy destroyed detected dispatch disconnect disconnected do does done down drop dropped due during each either else empty
  enable enabled end ended ending endpoint endpoints engine entry ever exceeded exception exists exit expected expire expiry
  failed failing file files final find finished first flags follow following for forbidden forked forking found function
  gave general get given giving global go goodbye got group had handle handled handler has have here hop hops how i if
  ignore ignored ignoring in inbound incoming incomplete incorrect inside into is it item its itself job just keeping
  kernel kill killed known last later layer least left less lifetime like limit limits link listen listening load
  loaded lookup loss lost made main make manager many matched matching may maybe means memory might mode model module more most
  must my near need needed needs never new newer node nobody nothing now null object of often old only onto operation or order
  other others out outgoing output over overload own peer peers per permanently pid ping pong place please point poll pool
  possible previous print printed private probably problem processed processing public put quality range rate reached reachable
  read reading really receive receiver receiving recovery register registering registering reload removed removing
  replied replying reset resolve resolved resolver restart restarted resume retransmit retransmitting retries retrying
  running same scheduled scheduler script seen selected self sender sending set several shall short should shutdown side
  silent since size skip skipped sleep slow so socket some something soon stack stage started starting step still
  stopped stopping store stored string success successful successfully such switch system table take taken task temporary than
  that the their them then there these they thing this thread through thus tick times too total transmit transmitted transmitting
  transmission tried tries try turned two three unable under unexpected unique unit until up updated updating upon us
  use using usual usually via wait waited wakeup wall was we well went were what when where whether which while who whole
  whose why with within without worker write writing written wrong yes yet you your zero secret secrets passw passphrase passwd
  credential expired exhausted mismatch acl acls syntax malformed nobody overloaded capacity maximum contact policy
  quota many duplicate brief interval decline declined loop late early terminated progress queued pending unsupported
  violation congestion unreachable unallocated international incompatible acceptable everywhere anywhere exist exists
  insufficient bandwidth preconditions precondition unavailable extended hierarchy identifier parse parser`;

const FREE = wordsOf([PROTOCOL_WORDS, PRODUCT_WORDS, LOG_WORDS, statusWords()].join(" "));

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().split(/[^a-z0-9]+/));
}

function statusWords(): string {
  return Array.from({ length: 600 }, (_, index) => statusCodeOf(100 + index)?.reason ?? "").join(" ");
}

/** @param word in lower case */
export function isKeptValue(word: string): boolean {
  return KEPT_VALUES.has(word) || BLOTTED.test(word);
}

/** @param word in lower case */
export function isTopLevel(word: string): boolean {
  return TOP_LEVEL.has(word);
}

/** Words of protocols, products and logs: what may stay in text that is not in place of a name. @param word in lower case */
export function isVocabulary(word: string): boolean {
  return FREE.has(word);
}
