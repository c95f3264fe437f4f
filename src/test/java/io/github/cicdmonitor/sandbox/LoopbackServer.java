package io.github.cicdmonitor.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One stand-in's port on 127.0.0.1: reads requests, lets faults strike, keeps the ledger, sends answers. */
final class LoopbackServer implements AutoCloseable {
  private static final int THREADS = 48;

  /** Of a long answer this much is sent before the watch is asked again. */
  private static final int PIECE = 1 << 16;

  static {
    // Without it every answer on a kept-alive connection waits 40 ms for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** The service behind the port. */
  interface Service {
    Answer answer(Request request);

    /** Adds to a fault's answer what the service adds to all of its answers. */
    default Answer dressed(Request request, Answer answer) {
      return answer;
    }
  }

  /** Thrown by a service for a request that it cannot make sense of; fails the test. */
  static final class Unexpected extends RuntimeException {
    private final Answer answer;

    Unexpected(String complaint, Answer answer) {
      super(complaint);
      this.answer = answer;
    }
  }

  private final String name;
  private final Service service;
  private final Ledger ledger;
  private final Clock clock;
  private final Faults faults = new Faults();
  private volatile Duration ahead = Duration.ZERO;
  private final HttpServer server;
  private final ExecutorService threads;

  LoopbackServer(String name, Ledger ledger, Clock clock, Service service) {
    this.name = name;
    this.service = service;
    this.ledger = ledger;
    this.clock = clock;
    this.threads = Executors.newFixedThreadPool(THREADS, work -> {
      Thread thread = new Thread(work, "sandbox-" + name);
      thread.setDaemon(true);
      return thread;
    });
    try {
      this.server = HttpServer.create(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  void clockAhead(Duration span) {
    ahead = span;
  }

  private void handle(HttpExchange exchange) throws IOException {
    DateHeader.of(exchange, () -> clock.instant().plus(ahead));
    try (exchange) {
      Request announced = request(exchange, new byte[0]);
      if (!ledger.stillThere(Watch.Moment.ANNOUNCED, announced)) {
        ledger.record(announced, 0);
        return;
      }
      Request request = read(exchange);
      if (!ledger.stillThere(Watch.Moment.ARRIVED, request)) {
        ledger.record(request, 0);
        return;
      }
      Optional<Fault> fault = faults.take(request);
      if (fault.isPresent()) {
        pause(fault.get());
        if (fault.get().lost() == Fault.Lost.BEFORE_PROCESSING) {
          ledger.record(request, 0);
          return;
        }
      }
      Answer answer = answer(request, fault);
      boolean lost = fault.filter(f -> f.lost() == Fault.Lost.AFTER_PROCESSING).isPresent();
      if (!lost && ledger.stillThere(Watch.Moment.PROCESSED, request)) {
        if (send(exchange, request, answer)) {
          ledger.stillThere(Watch.Moment.ANSWERED, request);
        }
      }
    }
  }

  private Answer answer(Request request, Optional<Fault> fault) {
    try {
      Optional<Fault.Canned> canned = fault.flatMap(Fault::answer);
      Answer answer = canned.isPresent() ? canned(request, canned.get()) : service.answer(request);
      boolean lost = fault.filter(f -> f.lost() != Fault.Lost.NO).isPresent();
      ledger.record(request, lost ? 0 : answer.status());
      return answer;
    } catch (Unexpected unexpected) {
      ledger.recordComplaint(
          request, unexpected.answer.status(), String.valueOf(unexpected.getMessage()));
      return unexpected.answer;
    } catch (RuntimeException defect) {
      StringWriter trace = new StringWriter();
      defect.printStackTrace(new PrintWriter(trace));
      ledger.recordComplaint(request, 500, "defect of the sandbox: " + trace);
      return Answer.text(500, "defect of the sandbox: " + defect);
    }
  }

  private Answer canned(Request request, Fault.Canned canned) {
    Answer answer = Answer.json(canned.status(), Json.object());
    Answer body = Answer.bytes(
        canned.status(),
        answer.headers().get("Content-Type"),
        canned.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Answer dressed = service.dressed(request, body);
    canned.headers().forEach((header, value) -> {
      dressed.headers().keySet().removeIf(header::equalsIgnoreCase);
      dressed.headers().put(header, value);
    });
    return dressed;
  }

  private static void pause(Fault fault) throws IOException {
    try {
      fault.pause().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while delaying an answer");
    }
  }

  private Request read(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readAllBytes();
    }
    return request(exchange, body);
  }

  private Request request(HttpExchange exchange, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((key, values) -> headers.put(key.toLowerCase(Locale.ROOT), values.get(0)));
    URI uri = exchange.getRequestURI();
    String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    return new Request(
        name,
        exchange.getRequestMethod(),
        uri.getRawPath(),
        Request.parameters(query),
        headers,
        body,
        clock.instant());
  }

  /** Whether all of it was sent: nobody is there any more to read the rest if not. */
  private boolean send(HttpExchange exchange, Request request, Answer answer) throws IOException {
    answer.headers().forEach((header, value) -> exchange.getResponseHeaders().set(header, value));
    boolean bodiless =
        answer.status() == 204 || answer.status() == 304 || request.method().equals("HEAD");
    if (bodiless) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return true;
    }
    try (InputStream in = answer.body().get()) {
      byte[] beginning = in.readNBytes(PIECE);
      exchange.sendResponseHeaders(answer.status(), beginning.length == 0 ? -1 : 0);
      if (beginning.length == 0) {
        return true;
      }
      int half = beginning.length < PIECE ? beginning.length / 2 : PIECE;
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(beginning, 0, half);
        out.flush();
        if (!ledger.stillThere(Watch.Moment.HALF_ANSWERED, request)) {
          return false;
        }
        out.write(beginning, half, beginning.length - half);
        in.transferTo(out);
      }
      return true;
    }
  }
}
