package io.github.cicdmonitor.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * What a command takes, said in plain code: to read it from annotations took a sixth of the start of
 * {@code report}. An option is named with its label, {@code --since SPAN}, or with another spelling,
 * {@code -q, --quiet}. What was given is handed over while the command line is parsed.
 */
final class Syntax implements Callable<Integer> {
  private final CommandSpec spec;
  private final Callable<Integer> command;

  /** @param command makes what runs, whose answer is the exit code; says here what that takes */
  Syntax(String name, Function<Syntax, Callable<Integer>> command) {
    spec = CommandSpec.wrapWithoutInspection(this).name(name).versionProvider(new ProgramVersion());
    this.command = command.apply(this);
  }

  @Override
  public Integer call() throws Exception {
    return command.call();
  }

  CommandSpec spec() {
    return spec;
  }

  /** The line that was parsed. */
  CommandLine line() {
    return spec.commandLine();
  }

  boolean isGiven(String option) {
    return line().getParseResult().hasMatchedOption(option);
  }

  /** What was given cannot be meant. */
  ParameterException mistake(String what) {
    return new ParameterException(line(), what);
  }

  /** The first line of its help. */
  Syntax header(String text) {
    spec.usageMessage().header(text);
    return this;
  }

  /** Left out of the help of the whole. */
  Syntax hidden() {
    spec.usageMessage().hidden(true);
    return this;
  }

  Syntax flag(String names, String help, Consumer<Boolean> to) {
    return add(OptionSpec.builder(names.split(", ", -1)).type(boolean.class), help, to);
  }

  /** What is given more than once counts once. */
  Syntax text(String nameAndLabel, String help, Consumer<String> to) {
    return add(option(nameAndLabel).type(String.class), help, to);
  }

  /** @param initial what counts where nothing is given */
  Syntax text(String nameAndLabel, String initial, String help, Consumer<String> to) {
    return add(option(nameAndLabel).defaultValue(initial).type(String.class), help, to);
  }

  Syntax number(String nameAndLabel, String help, Consumer<Integer> to) {
    return add(option(nameAndLabel).type(int.class), help, to);
  }

  Syntax number(String nameAndLabel, int initial, String help, Consumer<Integer> to) {
    return add(option(nameAndLabel).defaultValue("" + initial).type(int.class), help, to);
  }

  /** What every command takes that may have to wait for GitHub. */
  Syntax maxWait(Consumer<String> to) {
    return text(
        "--max-wait SPAN",
        "60s",
        "how long to wait for rate limits in all (default: ${DEFAULT-VALUE})",
        to);
  }

  /** What every command takes that changes something outside. */
  Syntax beforeEffects(Consumer<String> to) {
    return text(
        "--before-effects COMMAND",
        "run COMMAND before each change outside; if it fails, nothing more is sent",
        to);
  }

  /** The number of an incident, as a person copies it. */
  Syntax incident(String nameAndLabel, String help, Consumer<Long> to) {
    return add(option(nameAndLabel).type(long.class), help, to);
  }

  /** One of the names of a list of words. */
  <E extends Enum<E>> Syntax choice(String nameAndLabel, E initial, String help, Consumer<E> to) {
    return add(
        option(nameAndLabel).defaultValue(initial.name()).type(initial.getDeclaringClass()),
        help,
        to);
  }

  /** May be repeated. */
  Syntax texts(String nameAndLabel, String help, Consumer<List<String>> to) {
    return add(option(nameAndLabel).auxiliaryTypes(String.class).type(List.class), help, to);
  }

  /** May be repeated, and name several with commas between them. */
  Syntax words(String nameAndLabel, String help, Consumer<List<String>> to) {
    return add(
        option(nameAndLabel).auxiliaryTypes(String.class).splitRegex(",").type(List.class),
        help,
        to);
  }

  /** The one argument that is no option; may be missing. */
  Syntax argument(String label, String help, Consumer<String> to) {
    return add(
        PositionalParamSpec.builder().index("0").arity("0..1").paramLabel(label).type(String.class),
        help,
        to);
  }

  /** An argument that must be there; they are given in the order in which they are said here. */
  Syntax required(String label, String help, Consumer<String> to) {
    int index = spec.positionalParameters().size();
    return add(
        PositionalParamSpec.builder()
            .index("" + index)
            .arity("1")
            .paramLabel(label)
            .type(String.class),
        help,
        to);
  }

  /** All arguments that are left. */
  Syntax rest(String label, String help, Consumer<List<String>> to) {
    int index = spec.positionalParameters().size();
    return add(
        PositionalParamSpec.builder()
            .index(index + "..*")
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(String.class),
        help,
        to);
  }

  /** Ends the command with the version, or with this help. */
  Syntax versionAndHelp() {
    spec.addOption(OptionSpec.builder("-V", "--version")
        .versionHelp(true)
        .description("print the version")
        .build());
    spec.addOption(OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("print this help")
        .build());
    return this;
  }

  private static OptionSpec.Builder option(String nameAndLabel) {
    int blank = nameAndLabel.indexOf(' ');
    return OptionSpec.builder(nameAndLabel.substring(0, blank))
        .paramLabel(nameAndLabel.substring(blank + 1));
  }

  private Syntax add(OptionSpec.Builder option, String help, Consumer<?> to) {
    Handover handover = new Handover(to);
    spec.addOption(option.description(help).getter(handover).setter(handover).build());
    return this;
  }

  private Syntax add(PositionalParamSpec.Builder argument, String help, Consumer<?> to) {
    Handover handover = new Handover(to);
    spec.addPositional(
        argument.description(help).getter(handover).setter(handover).build());
    return this;
  }

  /** Keeps what was handed over too: the second of several values is added to the first. */
  private static final class Handover implements IGetter, ISetter {
    private final Consumer<Object> to;
    private @Nullable Object value;

    @SuppressWarnings("unchecked") // the parser makes values of the type said beside it
    Handover(Consumer<?> to) {
      this.to = (Consumer<Object>) to;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // picocli's shape
    public <T> T get() {
      return (T) value;
    }

    @Override
    @SuppressWarnings("NullAway") // picocli's shape
    public <T> T set(T given) {
      T before = get();
      value = given;
      if (given != null) {
        to.accept(given);
      }
      return before;
    }
  }
}
