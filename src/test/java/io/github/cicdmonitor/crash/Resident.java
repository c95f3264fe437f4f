package io.github.cicdmonitor.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cicdmonitor.cli.CicdMonitor;
import io.github.cicdmonitor.cli.World;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that runs one command after the other, above a disk that can be made to fail. What takes a fresh process a second takes
 * it a tenth, so that thousands of lives can be led. Only for troubles that a process survives: there is nobody to kill.
 */
final class Resident implements AutoCloseable {
  /** It does not wait as long as it should between messages: what is tried here is the disk. */
  private static final int HASTE = 20;

  private final Path folder;
  private final Process process;
  private final DataOutputStream orders;
  private final DataInputStream answers;

  Resident() throws IOException {
    folder = home();
    FileFaults faults = new FileFaults(folder);
    ProcessBuilder builder = new ProcessBuilder(
            Program.java(),
            "-XX:+UseSerialGC",
            "-cp",
            Program.classPath(Path.of("target/test-classes").toAbsolutePath()),
            Resident.class.getName())
        .redirectError(folder.resolve("resident").toFile());
    builder.environment().clear();
    builder.environment().putAll(faults.environment());
    process = builder.start();
    orders = new DataOutputStream(process.getOutputStream());
    answers = new DataInputStream(process.getInputStream());
  }

  /** In memory where there is such a place: thousands of lives write a lot. */
  private static Path home() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "resident")
        : Files.createTempDirectory("resident");
  }

  /** Where all its lives are led, one after the other. */
  Path folder() {
    return folder;
  }

  /** The files of the life before are gone. */
  void forget() throws IOException {
    delete("{state.db,report,.cicd-monitor-,out,err,config.json}*");
  }

  private void delete(String files) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, files)) {
      for (Path file : found) {
        Files.delete(file);
      }
    }
  }

  /** Runs a command to its end. Its exit code. */
  int run(Map<String, String> variables, Path out, Path err, String... arguments)
      throws IOException {
    orders.write(variables.size());
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      orders.writeUTF(variable.getKey());
      orders.writeUTF(variable.getValue());
    }
    orders.writeUTF(out.toString());
    orders.writeUTF(err.toString());
    orders.writeInt(arguments.length);
    for (String argument : arguments) {
      orders.writeUTF(argument);
    }
    orders.flush();
    return answers.readInt();
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still there: " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    delete("*");
    Files.delete(folder);
  }

  /** The process. It ends when nobody gives it orders any more. */
  public static void main(String[] none) throws IOException {
    DataInputStream orders = new DataInputStream(System.in);
    DataOutputStream answers = new DataOutputStream(System.out);
    for (int count = orders.read(); count >= 0; count = orders.read()) {
      Map<String, String> variables = new HashMap<>();
      for (int i = 0; i < count; i++) {
        String name = orders.readUTF();
        variables.put(name, orders.readUTF());
      }
      Path out = Path.of(orders.readUTF());
      Path err = Path.of(orders.readUTF());
      List<String> arguments = new ArrayList<>();
      for (int left = orders.readInt(); left > 0; left--) {
        arguments.add(orders.readUTF());
      }
      answers.writeInt(run(variables, out, err, arguments));
      answers.flush();
    }
  }

  private static int run(Map<String, String> variables, Path out, Path err, List<String> arguments)
      throws IOException {
    try (PrintStream result = new PrintStream(out.toFile(), UTF_8);
        PrintStream words = new PrintStream(err.toFile(), UTF_8)) {
      World world = new World(
          variables,
          out.getParent(),
          new ByteArrayInputStream(new byte[0]),
          result,
          words,
          Clock.systemUTC(),
          wait -> Thread.sleep(wait.dividedBy(HASTE).toMillis()),
          false);
      return CicdMonitor.run(world, arguments.toArray(new String[0]));
    }
  }
}
