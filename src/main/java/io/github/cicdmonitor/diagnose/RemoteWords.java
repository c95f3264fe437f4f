package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;

/**
 * How clients and runtimes of many kinds name a fault of another machine or of the way to it: answers
 * of servers, name look-up, sockets, TLS, time limits of a connection, services that say it themselves.
 * What the other side refuses, and what this machine or its own containers refuse, is none.
 */
final class RemoteWords {
  /** More of a line tells nothing new, and minified pages are long. */
  private static final int LONGEST = 1_000;

  /** Where a status stands in a message, with no digits of another number near. */
  private static final String STATUS =
      "\\b(?:status(?:[ _-]?code)?|http(?:/\\d(?:\\.\\d)?)?(?: (?:error|code|status))?|response(?: (?:code|status))?|error (?:code|status)"
          + "|returned(?: an?)?(?: error)?|received|got|answered|unexpected status)\\b[ :=('\"\\[]*(?:code:? )?";

  private static final Pattern ANSWERS = any(
      STATUS + "(?:50[0234]|5[23]\\d|429|408)\\b",
      "\\b(?:50[0234]|5[23]\\d|429)\\)?[ :-]{1,3}(?:internal server error|bad gateway|backend|origin|service (?:temporarily )?unavailable|server error|gateway time-?out|too many requests)",
      "\\b(?:bad gateway|service (?:is )?(?:temporarily |currently )?unavailable|gateway time-?out|internal server error)\\b");

  private static final Pattern LIMITS = any(
      "\\b(?:rate limit (?:has been )?(?:exceeded|reached)|secondary rate limit|exceeded .{0,30}rate limit|pull rate limit)",
      "\\btoo ?many ?requests|\\brate exceeded\\b|\\bthrottling(?:exception)?\\b|requestlimitexceeded|reduce your request rate");

  private static final Pattern NAMES = any(
      "could not resolve (?:host|proxy)|temporary failure (?:in name resolution|resolving)|unable to resolve host",
      "name or service not known|nodename nor servname|\\bno such host\\b|unknownhostexception|server misbehaving",
      "\\bEAI_AGAIN\\b|getaddrinfo (?:enotfound|failed)|php_network_getaddresses|failed to lookup address|\\bdns (?:error|lookup failed)|:nxdomain\\b");

  private static final Pattern SOCKETS = any(
      "\\bECONNRESET\\b|\\bETIMEDOUT\\b|\\bENETUNREACH\\b|\\bEHOSTUNREACH\\b|\\bESOCKETTIMEDOUT\\b|err_socket_\\w*timeout|err_stream_premature_close|und_err_\\w*(?:timeout|socket)|socket hang up",
      "\\b(?:connection|socket|stream|transport) (?:was |has been |is )?(?:unexpectedly |forcibly )?(?:reset|aborted|closed by (?:the )?(?:remote|peer|server|foreign)|closed unexpectedly|lost|dropped|broken)\\b",
      "connection closed before (?:message completed|full header)|forcibly closed by the remote|(?:closed|dropped|lost) (?:the )?connection (?:before|without|to)\\b",
      "\\bremote (?:end|host|party|side) (?:closed|hung up|terminated)|remotedisconnected|connectionreseterror|serverdisconnected\\w*|incompleteread|chunkedencodingerror|newconnectionerror|max retries exceeded with url",
      "disconnected before secure tls|(?:response|stream|download) ended prematurely|premature (?:close|eof|end)|unexpected end of (?:file|stream) from|unexpected disconnect|connection was lost|got socket error",
      "network is unreachable|\\bno route to host\\b|cannot assign requested address|problem related to network connectivity|use of closed network connection|\\b(?:read|write) tcp \\S+: ",
      "https?://\\S+\"?: (?:context deadline exceeded|net/http: |unexpected eof|eof\\b|http2: )|stream (?:error|was reset).{0,60}(?:internal_error|refused_stream|not closed cleanly|cancel)|goaway|internal_error; received from peer|not closed cleanly: (?:cancel|internal_error|protocol_error|refused_stream)",
      "error sending request for url|error trying to connect|incompletemessage|tls handshake eof|rpc failed; |fatal: early eof|kex_exchange_identification: (?:read: )?connection",
      "\\b(?:curl|curl error)\\b:? \\(?(?:5|6|7|16|18|28|35|52|55|56|92)\\b|curl: .{0,300}error code:? (?:6|7|18|28|35|52|56)\\b|^\\W*\\[(?:5|6|7|16|18|28|35|52|55|56|92)\\] [a-z]");

  private static final Pattern SECURED = any(
      "ssl_error_syscall|gnutls_handshake\\(\\) failed|gnutls recv error|ssl connection could not be established|ssleoferror|eof occurred in violation of protocol|(?:tls|ssl) handshake (?:timeout|timed out|eof)|ssl[_ ]connect(?:ion)? (?:error|timeout)|terminated the handshake");

  private static final Pattern LATE = any(
      "(?:connect(?:ion|ing)?|read|handshake|dial tcp .{0,60}|operation|(?:http )?request(?: to .{1,120})?|network|download|socket|ssl|recv)(?: attempt)? (?:has |was )?timed? ?-?out",
      "\\bi/o timeout|timeout (?:was reached|awaiting response)|maximum timeout reached|client\\.timeout|httpclient\\.timeout|net/http: (?:request canceled|timeout|tls)",
      "net::(?:open|read|write)timeout|sockettimeoutexception|httptimeoutexception|connecttimeout(?:error|exception)?\\b|readtimeout(?:error|exception)?\\b|network timeout at|did not properly respond after a period");

  private static final Pattern MIRRORS = any(
      "\\b(?:all|no more|any|no) (?:\\w+ ){0,2}mirrors?\\b.{0,60}(?:tried|reachable|available|failed|matching|left)|no more mirrors|mirror sync in progress|hash sum mismatch|file has unexpected size|some index files failed to download");

  private static final Pattern SAID_BY_SERVICE = any(
      "\\b(?:unknown|unexpected) (?:internal )?(?:server |service )?error (?:has )?occurred|\\binternal (?:service |api )?error(?: has)? occurred|got error: .{0,20}internal|\\berror: internal(?: server)? error\\b|encountered an internal error",
      "try(?:ing)? again (?:later|shortly|in (?:a|an|some|few|\\d+))|please retry later|temporarily unavailable|currently unavailable|service is unavailable|experiencing (?:an )?(?:outage|issues|high load)|under maintenance",
      "serviceunavailable(?:exception|error)?\\b|internalserver(?:error|exception)\\b|internalfailure|\\bslowdown\\b|code = (?:unavailable|resourceexhausted)",
      // What moves data and what breaks it off, in one sentence.
      "\\b(?:push|pull|cop(?:y|ied)|upload|download|fetch|clon|transfer|writing layer|blob)(?:ed|ing|s)?\\b.{0,300}\\b(?:eof|broken pipe|closed pipe|timeout|timed out|deadline exceeded|interrupted|connection refused)\\b");

  /** Time that a cluster or a release was given by the job itself is not the network's. */
  private static final Pattern DEADLINE = any("context deadline exceeded");

  private static final Pattern REFUSED = any(
      STATUS + "(?:40[0134567]|41\\d|422)\\b",
      "\\b(?:40[01345]|410|422)\\)?[ :-]{1,3}(?:unauthorized|forbidden|not found|bad request|client error|method not|gone|unprocessable)",
      "\\bunauthorized\\b|\\bforbidden\\b|\\bnot found\\b|\\bdenied\\b|certificate|\\bx509\\b|\\bpkix\\b|self.signed");

  private static final Pattern LOCAL = any(
      "\\blocalhost\\b|\\b127\\.0\\.0\\.\\d|\\b0\\.0\\.0\\.0\\b|(?:^|[^0-9a-f:])::1\\b|host\\.docker\\.internal|\\b172\\.(?:1[6-9]|2\\d|3[01])\\.\\d|unix domain socket|\\bunix:///|/var/run/\\w|\\bsocket '/",
      "(?:econnrefused|refused|enotfound|lookup|connect(?:ing)? to|host)[ :='\"]+(?:tcp )?[a-z][a-z0-9_-]*:\\d{2,5}\\b",
      "dial tcp: lookup [a-z][a-z0-9_-]*[ :]");

  private static final Pattern REFUSED_CONNECTION = any("\\beconnrefused\\b|connection refused");

  private static final Pattern ADDRESS = any(
      "https?://|\\b\\d+\\.\\d+\\.\\d+\\.\\d+\\b|\\b[a-z0-9-]+(?:\\.[a-z0-9-]+)+(?::\\d|/| port )");

  /** Who asks, and whom it asks for a name, stand in a message beside whom it asked. */
  private static final Pattern ASKER =
      Pattern.compile("\\S+->| on \\[?[\\d.:a-f]+\\]?:53\\b|proxy \\S+");

  private RemoteWords() {}

  private static Pattern any(String... patterns) {
    return Pattern.compile("(?i)" + String.join("|", patterns));
  }

  /** Whether the words leave no doubt, whoever prints them. */
  static boolean prove(String line) {
    String text = cut(line);
    return LIMITS.matcher(text).find()
        || (!refuse(text)
            && (ANSWERS.matcher(text).find()
                || NAMES.matcher(text).find()
                || SOCKETS.matcher(text).find()
                || SECURED.matcher(text).find()
                || LATE.matcher(text).find()
                || MIRRORS.matcher(text).find()));
  }

  /** What services say of themselves, and what a broken transfer is called; own code says it of itself. */
  static boolean suggest(String line) {
    String text = cut(line);
    return !refuse(text) && SAID_BY_SERVICE.matcher(text).find();
  }

  /** A deadline of which nothing says whose it was. */
  static boolean deadline(String line) {
    return DEADLINE.matcher(cut(line)).find();
  }

  /** The other side answered no, or there was no other side but the job's own machine. */
  static boolean refuse(String line) {
    return REFUSED.matcher(cut(line)).find() || local(line);
  }

  /** Whether it was asked of the job's own machine or a container beside it. */
  static boolean local(String line) {
    return LOCAL.matcher(ASKER.matcher(cut(line)).replaceAll(" ")).find();
  }

  /** Nobody listens there, and nothing says that it was another machine. */
  static boolean nobodyListens(String line) {
    String text = cut(line);
    return REFUSED_CONNECTION.matcher(text).find() && !ADDRESS.matcher(text).find();
  }

  private static String cut(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }
}
