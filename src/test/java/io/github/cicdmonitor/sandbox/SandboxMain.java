package io.github.cicdmonitor.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The {@link SmallWorld} as a process of its own, for trying the program out without any account.
 *
 * <p>{@code SandboxMain DIR [--until-killed]} writes {@code .env}, {@code config.json} and {@code sandbox-url} to DIR, prints "ready" and serves
 * until standard input ends (or, with the option, until it is terminated). The address in {@code sandbox-url} shows what became of the world:
 * {@code GET /_sandbox/slack}, {@code /_sandbox/slack.json}, {@code /_sandbox/pulls}, {@code /_sandbox/ledger}; {@code POST /_sandbox/advance} lets pending re-runs pass,
 * {@code POST /_sandbox/merge} merges the open pull requests.
 */
public final class SandboxMain {
  private SandboxMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: SandboxMain DIR [--until-killed]");
      System.exit(2);
      return;
    }
    // What people read in a terminal is UTF-8 wherever this runs.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Sandbox sandbox = Sandbox.start();
    SmallWorld world = SmallWorld.build(sandbox);
    LoopbackServer control = new LoopbackServer(
        "control", new Ledger(), Clock.systemUTC(), new SandboxControl(sandbox, world));
    write(Path.of(args[0]), sandbox, world, control.url());
    out.println("ready");
    if (args.length > 1 && args[1].equals("--until-killed")) {
      new CountDownLatch(1).await();
    }
    while (System.in.read() >= 0) {
      // Whoever started this ends it by closing the pipe; what is written to it means nothing.
    }
    control.close();
    sandbox.stop();
  }

  private static void write(Path folder, Sandbox sandbox, SmallWorld world, String control)
      throws IOException {
    Files.createDirectories(folder);
    List<String> variables = new ArrayList<>();
    sandbox.environment().forEach((name, value) -> variables.add(name + "=" + value));
    secret(folder.resolve(".env"), String.join("\n", variables) + "\n");
    secret(folder.resolve("config.json"), Json.pretty(world.config()) + "\n");
    secret(folder.resolve("sandbox-url"), control + "\n");
  }

  private static void secret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }
}
