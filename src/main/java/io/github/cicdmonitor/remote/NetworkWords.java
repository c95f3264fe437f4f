package io.github.cicdmonitor.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Names the layer that failed, in our words: a library's message may hold anything. */
final class NetworkWords {
  private NetworkWords() {}

  static String of(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.startsWith("Unexpected response code for CONNECT")) {
      return "the proxy did not connect to it (HTTPS_PROXY)";
    }
    if (message.startsWith("Failed to authenticate with proxy")) {
      return "the proxy refused its user and password (HTTPS_PROXY)";
    }
    if (cause instanceof UnknownHostException) {
      return "its host name cannot be resolved (DNS)";
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return "no connection could be made (TCP)";
    }
    if (cause instanceof SSLException) {
      return "no secure connection could be agreed on (TLS)";
    }
    if (cause instanceof InterruptedIOException) {
      return "it did not answer in time";
    }
    if (cause instanceof ProtocolException) {
      return "it broke off its answer or broke the protocol (HTTP)";
    }
    return "the connection was lost";
  }
}
