package io.github.cicdmonitor.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that makes tunnels to this machine. */
final class ConnectProxyServer implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Optional<String> authorization;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** @param authorization the value of Proxy-Authorization that is wanted */
  ConnectProxyServer(Optional<String> authorization) throws IOException {
    this.authorization = authorization;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(() -> {
      while (!server.isClosed()) {
        try {
          Socket client = server.accept();
          threads.execute(() -> serve(client));
        } catch (IOException e) {
          return;
        }
      }
    });
  }

  int port() {
    return server.getLocalPort();
  }

  /** The first lines of the requests, and what login came with them. */
  List<String> asked() {
    return asked;
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      String first = head.lines().findFirst().orElse("");
      String login = head.lines()
          .filter(
              line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("proxy-authorization: "))
          .findFirst()
          .map(line -> line.substring(line.indexOf(' ') + 1))
          .orElse("");
      asked.add((first + " " + login).strip());
      if (authorization.isPresent() && !authorization.get().equals(login)) {
        answer(
            client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"");
        return;
      }
      String[] target = first.split(" ", -1)[1].split(":", -1);
      try (Socket service =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(target[1]))) {
        answer(client, "200 OK");
        threads.execute(() -> copy(client, service));
        copy(service, client);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(Socket client, String status) throws IOException {
    client.getOutputStream().write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // One side has gone; the other one sees it.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
