package io.github.cicdmonitor.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of clients and runtimes for a fault that is not the job's own. */
final class RemoteWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "E: Failed to fetch http://archive.example/pool/a.deb  503  Service Unavailable [IP: 192.0.2.1 80]",
        "Response code: 530",
        "Received status code 521 from server:",
        "HTTP Error 504: Gateway Time-out",
        "The remote server returned an error: (503) Server Unavailable.",
        "toomanyrequests: Too Many Requests (Q429).",
        "403 API rate limit exceeded for installation ID 12",
        "Throttling: Rate exceeded",
        "api error SlowDown: Please reduce your request rate.",
        "curl: (6) Could not resolve host: files.example",
        "dial tcp: lookup registry.example on 127.0.0.53:53: no such host",
        "java.net.UnknownHostException: repo.example",
        "socket.gaierror: [Errno -3] Temporary failure in name resolution",
        "System.Net.Http.HttpRequestException: No such host is known. (feed.example:443)",
        "npm ERR! network request failed, reason: connect ETIMEDOUT 192.0.2.7:443",
        "Error: read ECONNRESET",
        "FetchError: socket hang up",
        "Client network socket disconnected before secure TLS connection was established",
        "requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed'))",
        "urllib3.exceptions.IncompleteRead: IncompleteRead(1024 bytes read)",
        "An existing connection was forcibly closed by the remote host.",
        "javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake",
        "java.net.ConnectException: Connection timed out",
        "java.net.SocketTimeoutException: Read timed out",
        "net/http: TLS handshake timeout",
        "Get \"https://charts.example/index.yaml\": context deadline exceeded",
        "Put \"https://registry.example/v2/x\": write tcp 172.17.0.2:5420->192.0.2.9:443: write: broken pipe",
        "read tcp 10.1.0.4:52->192.0.2.9:443: read: connection reset by peer",
        "stream error: stream ID 7; INTERNAL_ERROR; received from peer",
        "error: RPC failed; curl 92 HTTP/2 stream 0 was not closed cleanly: CANCEL (err 8)",
        "kex_exchange_identification: Connection closed by remote host",
        "  [28] Timeout was reached",
        "  [7] Couldn't connect to server",
        "error sending request for url (https://index.example/config.json)",
        "Net::OpenTimeout: execution expired",
        "Errno::ECONNRESET: Connection reset by peer - SSL_connect",
        "curl error 28 while downloading https://repo.example/packages.json",
        "php_network_getaddresses: getaddrinfo failed",
        "Cannot download repomd.xml: All mirrors were tried",
        "ERROR: Could not determine any fast mirror matching required criteria.",
        "dial tcp [2001:db8::561]:443: connect: cannot assign requested address",
        "The HTTP request to 'GET https://feed.example/index.json' has timed out after 100000ms.",
      })
  void prove_a_remote_fault(String line) {
    assertThat(RemoteWords.prove(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect ECONNREFUSED 127.0.0.1:5432",
        "HTTP(S) error for http://localhost:3000 Error: Request failed with status code 500",
        "dial tcp: lookup db on 127.0.0.11:53: no such host",
        "unexpected status from POST request to https://registry.example/v2/x: 403 Forbidden",
        "Received status code 404 from server: Not Found",
        "SSLError: certificate verify failed: unable to get local issuer certificate",
        "remote: Permission to a/b.git denied to robot.",
        "Finished in 503 ms with 429 files",
        "error TS2322: Type 'string' is not assignable to type 'number'.",
        "Test timeout of 30000ms exceeded.",
        "error: timed out waiting for the condition",
        "Exceeded timeout of 5000 ms for a test.",
        "Process completed with exit code 1.",
        "10 passing (5s)",
        "Downloaded 502 packages",
      })
  void prove_nothing_of_another_machine(String line) {
    assertThat(RemoteWords.prove(line)).isFalse();
    assertThat(RemoteWords.suggest(line)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The service is unavailable. Please try again shortly.",
        "failed to push registry.example/a: failed to copy: io: read/write on closed pipe",
        "error writing layer blob: maximum timeout reached",
        "rpc error: code = Unavailable desc = transport is closing",
      })
  void suggest_a_remote_fault(String line) {
    assertThat(RemoteWords.prove(line) || RemoteWords.suggest(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect ECONNREFUSED 127.0.0.1:5432",
        "connection to server at \"localhost\" (::1), port 5432 failed: Connection refused",
        "dial tcp 172.18.0.3:6379: connect: connection refused",
        "getaddrinfo ENOTFOUND redis:6379",
        "Could not connect to unix:///var/run/app.sock",
      })
  void the_jobs_own_machine_is_none(String line) {
    assertThat(RemoteWords.local(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dial tcp 192.0.2.4:443: i/o timeout",
        "dial tcp: lookup registry.example on [::1]:53: i/o timeout",
        "write tcp 172.17.0.2:5420->192.0.2.9:443: broken pipe",
        "Connect to repo.example:443 [repo.example/192.0.2.5] failed",
        "dial tcp [2001:db8:1a::1234]:443: connect: network is unreachable",
      })
  void another_machine_is_one(String line) {
    assertThat(RemoteWords.local(line)).isFalse();
  }
}
