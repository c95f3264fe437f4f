package io.github.cicdmonitor.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The layer between the program and its database server: passes every message on and strikes at one of
 * them. What {@link FileFaults} is for a file; here a transaction is committed when the server says so,
 * whether or not the program comes to hear it.
 *
 * <p>The protocol is PostgreSQL's version 3: after the start, each message is a letter, a length that
 * counts itself, and its content. A statement that is sent often is sent once and then called by name.
 */
final class ServerFaults implements AutoCloseable {
  private static final int NEGOTIATION = 8; // the length of a request for TLS or GSS

  /** Where a message is struck. */
  enum Side {
    /** The program has asked; the server has not heard it. */
    ASKED,
    /** The server has done it; the program has not heard it. */
    DONE
  }

  /** @param text what the statement contains, or what the server calls what it has done */
  record Point(Side side, String text, int nth) {}

  private final ServerSocket listening;
  private final URI server;
  private final Consumer<String> kill;
  private Optional<Point> armed = Optional.empty();
  private int met;

  /**
   * @param url of the server, as the program takes it
   * @param kill ends the program and writes down why
   */
  ServerFaults(String url, Consumer<String> kill) throws IOException {
    this.server = URI.create(url);
    this.kill = kill;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** The same server, seen through this. */
  String url() {
    return server
        .toString()
        .replace(
            "@" + server.getHost() + ":" + server.getPort(),
            "@127.0.0.1:" + listening.getLocalPort());
  }

  /** The next process is struck there. */
  synchronized void arm(Point point) {
    armed = Optional.of(point);
    met = 0;
  }

  /** The next process as well, counted on from those before it. */
  synchronized void armFurther(Point point) {
    armed = Optional.of(point);
  }

  synchronized void disarm() {
    armed = Optional.empty();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket program = listening.accept();
        Socket database = new Socket(server.getHost(), server.getPort());
        program.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
        start(() -> pass(program, database));
      } catch (IOException e) {
        // Closed, or the server is away: the program meets that by itself.
      }
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "server-faults");
    thread.setDaemon(true);
    thread.start();
  }

  private void pass(Socket program, Socket database) {
    try (program;
        database) {
      DataInputStream asked = new DataInputStream(program.getInputStream());
      DataOutputStream out = new DataOutputStream(database.getOutputStream());
      DataInputStream answers = new DataInputStream(database.getInputStream());
      DataOutputStream back = new DataOutputStream(program.getOutputStream());
      int length = asked.readInt();
      while (length == NEGOTIATION) {
        out.writeInt(length);
        out.write(asked.readNBytes(length - Integer.BYTES));
        out.flush();
        back.write(answers.readByte()); // a test server without TLS: no
        back.flush();
        length = asked.readInt();
      }
      out.writeInt(length);
      out.write(asked.readNBytes(length - Integer.BYTES));
      out.flush();
      start(() -> answered(answers, back));
      asked(asked, out);
    } catch (IOException e) {
      // One of the two is gone, and so is the connection to the other.
    }
  }

  private void asked(DataInputStream from, DataOutputStream to) throws IOException {
    Map<String, String> statements = new HashMap<>();
    while (true) {
      byte type = from.readByte();
      byte[] content = from.readNBytes(from.readInt() - Integer.BYTES);
      ByteBuffer buffer = ByteBuffer.wrap(content);
      String statement = "";
      if (type == 'P') {
        String name = text(buffer);
        statements.put(name, text(buffer));
      } else if (type == 'B') {
        text(buffer); // the portal
        statement = statements.getOrDefault(text(buffer), "");
      } else if (type == 'Q') {
        statement = text(buffer);
      }
      strikeWhere(Side.ASKED, statement);
      send(to, type, content, from.available() == 0);
    }
  }

  private void answered(DataInputStream from, DataOutputStream to) {
    try {
      while (true) {
        byte type = from.readByte();
        byte[] content = from.readNBytes(from.readInt() - Integer.BYTES);
        strikeWhere(Side.DONE, type == 'C' ? text(ByteBuffer.wrap(content)) : "");
        send(to, type, content, from.available() == 0);
      }
    } catch (IOException e) {
      // See above.
    }
  }

  private static void send(DataOutputStream to, byte type, byte[] content, boolean isLast)
      throws IOException {
    ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES + content.length);
    message.put(type).putInt(Integer.BYTES + content.length).put(content);
    to.write(message.array());
    if (isLast) {
      to.flush();
    }
  }

  private static String text(ByteBuffer buffer) {
    int start = buffer.position();
    while (buffer.get() != 0) {
      // up to the end of it
    }
    return UTF_8
        .decode(buffer.duplicate().position(start).limit(buffer.position() - 1))
        .toString();
  }

  private synchronized void strikeWhere(Side side, String statement) throws IOException {
    Optional<Point> here =
        armed.filter(point -> point.side() == side && statement.contains(point.text()));
    if (here.isPresent() && ++met == here.get().nth()) {
      armed = Optional.empty();
      kill.accept(here.get().toString());
      throw new IOException("the program is dead");
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
