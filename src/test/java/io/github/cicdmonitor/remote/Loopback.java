package io.github.cicdmonitor.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service on this machine that answers by script and remembers what it was asked. */
public final class Loopback implements AutoCloseable {
  static {
    // else each answer waits 40 ms for the client's delayed acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, List<Told>> script = new LinkedHashMap<>();

  /** A request as it came; header names in lower case. */
  public record Seen(String line, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** An answer; status 0 drops the connection without one. */
  public record Told(int status, Map<String, String> headers, String body) {
    public static Told of(int status, String body) {
      return new Told(status, Map.of(), body);
    }

    public static Told of(int status, String body, String... headers) {
      Map<String, String> map = new LinkedHashMap<>();
      for (int i = 0; i < headers.length; i += 2) {
        map.put(headers[i], headers[i + 1]);
      }
      return new Told(status, map, body);
    }

    public static Told dropped() {
      return of(0, "");
    }
  }

  public Loopback() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers in order for a request line without its query; the last one is repeated. */
  public Loopback on(String methodAndPath, Told... answers) {
    script.put(methodAndPath, new ArrayList<>(List.of(answers)));
    return this;
  }

  public List<Seen> seen() {
    return seen;
  }

  public List<String> lines() {
    return seen.stream().map(Seen::line).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    seen.add(new Seen(line, headers, new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    Told told =
        next(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
    if (told.status() == 0) {
      exchange.close();
      return;
    }
    told.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    byte[] body = told.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(told.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized Told next(String key) {
    List<Told> answers = script.getOrDefault(key, List.of());
    if (answers.isEmpty()) {
      return Told.of(599, "{\"unexpected\":\"" + key + "\"}");
    }
    return answers.size() == 1 ? answers.get(0) : answers.remove(0);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
