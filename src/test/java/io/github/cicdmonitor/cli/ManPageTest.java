package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The manual and the README's tables say what the program takes: no more, no less. */
class ManPageTest {
  private static final String OVERVIEW = "cicd-monitor.1";

  /** They have no options of their own and are described in the overview. */
  private static final Set<String> WITHOUT_PAGE = Set.of("help", "version");

  private final CommandLine commandLine = CicdMonitor.commandLine(World.ofProcess());

  static Stream<String> commands() {
    return CicdMonitor.commandLine(World.ofProcess()).getSubcommands().keySet().stream();
  }

  static Stream<String> commandsWithPage() {
    return commands().filter(name -> !WITHOUT_PAGE.contains(name));
  }

  @ParameterizedTest
  @MethodSource("commandsWithPage")
  void each_option_of_a_command_is_in_its_page_and_none_besides(String command) throws IOException {
    ManPage page = page(command);

    assertThat(page.describedOptions("OPTIONS")).as("OPTIONS").isEqualTo(ownOptions(command));
    assertThat(page.mentionedOptions("SYNOPSIS")).as("SYNOPSIS").isEqualTo(ownOptions(command));
  }

  @Test
  void the_options_of_every_command_are_in_the_overview() throws IOException {
    assertThat(ManPage.read(OVERVIEW).describedOptions("OPTIONS")).isEqualTo(options(commandLine));
    commandLine
        .getSubcommands()
        .forEach((name, command) ->
            assertThat(options(command)).as(name).containsAll(options(commandLine)));
  }

  @Test
  void every_command_is_in_the_overview_and_has_its_page() throws IOException {
    ManPage overview = ManPage.read(OVERVIEW);
    NavigableSet<String> described = new TreeSet<>();
    overview.entries("COMMANDS", "Cm ").forEach(entry -> described.add(entry.split(" ", 2)[0]));

    assertThat(described).containsExactlyInAnyOrderElementsOf(commands().toList());
    List<String> pages = new ArrayList<>(List.of(
        OVERVIEW, "cicd-monitor-config.5", "cicd-monitor-how-it-works.7", "cicd-monitor-setup.7"));
    commandsWithPage().map(name -> "cicd-monitor-" + name + ".1").forEach(pages::add);
    assertThat(ManPage.names()).containsExactlyInAnyOrderElementsOf(pages);
  }

  @Test
  void references_lead_to_pages_that_exist_and_the_overview_leads_to_all() throws IOException {
    NavigableSet<String> names = new TreeSet<>(ManPage.names());
    for (String name : names) {
      ManPage page = ManPage.read(name);
      assertThat(names).as(name).containsAll(page.references());
      String title = name.substring(0, name.length() - 2).toUpperCase(Locale.ROOT);
      assertThat(page.source())
          .contains(".Dt " + title + " " + name.charAt(name.length() - 1) + "\n");
    }
    names.remove(OVERVIEW);
    String also = String.join("\n", ManPage.read(OVERVIEW).section("SEE ALSO"));
    assertThat(new ManPage("SEE ALSO", also).references()).isEqualTo(names);
  }

  @Test
  void every_exit_code_is_in_the_overview_and_a_page_names_no_other() throws IOException {
    NavigableSet<String> codes = exitCodes();

    assertThat(ManPage.read(OVERVIEW).entries("EXIT STATUS", "")).isEqualTo(codes);
    for (String command : commandsWithPage().toList()) {
      assertThat(page(command).entries("EXIT STATUS", "")).as(command).contains("0", "1");
      assertThat(codes).as(command).containsAll(page(command).entries("EXIT STATUS", ""));
    }
  }

  @Test
  void every_variable_that_the_program_reads_is_described() throws IOException {
    assertThat(ManPage.read(OVERVIEW).entries("ENVIRONMENT", "Ev "))
        .containsAll(variablesInTheCode());
  }

  @Test
  void every_recipe_is_listed_with_its_title_and_none_besides() throws IOException {
    String page = ManPage.read("cicd-monitor-how-it-works.7").source();

    assertThat(RecipeList.in(page)).as("scripts/recipes writes it").isEqualTo(page);
    assertThat(page).contains(".It Ic executable-bit\nMakes a script of the repository executable");
  }

  @ParameterizedTest
  @MethodSource("commandsWithPage")
  void the_readme_gives_each_option_of_a_command(String command) throws IOException {
    assertThat(longNames(readme("`" + command + "`"))).isEqualTo(longNames(ownOptions(command)));
  }

  @Test
  void the_readme_gives_the_options_of_every_command() throws IOException {
    assertThat(longNames(readme("all"))).isEqualTo(longNames(options(commandLine)));
  }

  @Test
  void the_readme_gives_each_exit_code_and_variable_of_the_manual() throws IOException {
    NavigableSet<String> codes = new TreeSet<>();
    NavigableSet<String> variables = new TreeSet<>();
    for (String line : readmeRows()) {
      String head = line.split("\\|", -1)[1].strip();
      if (head.matches("[0-9]+(, [0-9]+)*")) {
        codes.addAll(List.of(head.split(", ")));
      } else if (head.matches("`[A-Z_]{4,}`(, `[A-Z_]+`)*")) {
        variables.addAll(List.of(head.replace("`", "").split(", ")));
      }
    }

    assertThat(codes).isEqualTo(exitCodes());
    assertThat(variables).isEqualTo(ManPage.read(OVERVIEW).entries("ENVIRONMENT", "Ev "));
  }

  private static ManPage page(String command) throws IOException {
    return ManPage.read("cicd-monitor-" + command + ".1");
  }

  private static List<String> readmeRows() throws IOException {
    return Files.readString(Path.of("README.md"))
        .lines()
        .filter(line -> line.startsWith("| "))
        .toList();
  }

  /** The options in the row of the README's tables with this head. */
  private static NavigableSet<String> readme(String head) throws IOException {
    List<String> rows = readmeRows().stream()
        .filter(line -> line.startsWith("| " + head + " |"))
        .toList();
    assertThat(rows).as("rows of " + head).hasSize(1);
    NavigableSet<String> options = new TreeSet<>();
    Matcher option = Pattern.compile("`(--[a-z-]+)").matcher(rows.get(0));
    while (option.find()) {
      options.add(option.group(1));
    }
    return options;
  }

  private static NavigableSet<String> longNames(NavigableSet<String> options) {
    NavigableSet<String> names = new TreeSet<>(options);
    names.removeIf(name -> !name.startsWith("--"));
    return names;
  }

  private static NavigableSet<String> exitCodes() {
    NavigableSet<String> codes = new TreeSet<>();
    for (ExitCode code : ExitCode.values()) {
      codes.add(Integer.toString(code.code()));
    }
    return codes;
  }

  /** The names that stand as texts in the code that reads the environment, and in the launcher. */
  private static NavigableSet<String> variablesInTheCode() throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    Pattern literal = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+|REPOSITORIES)\"");
    for (String file : List.of("config/EnvironmentReader.java", "config/ConfigLoader.java")) {
      String code = Files.readString(Path.of("src/main/java/io/github/cicdmonitor", file));
      literal.matcher(code).results().forEach(found -> names.add(found.group(1)));
    }
    assertThat(names).hasSizeGreaterThan(10);
    Pattern expansion = Pattern.compile("\\$\\{([A-Z]+_[A-Z_]+):-");
    String launcher = Files.readString(Path.of("scripts/cicd-monitor"));
    expansion.matcher(launcher).results().forEach(found -> names.add(found.group(1)));
    assertThat(names).contains("JAVA_HOME", "CICD_MONITOR_JAVA_OPTS");
    names.removeIf(name -> name.startsWith("LC_")); // of the system
    return names;
  }

  private NavigableSet<String> ownOptions(String command) {
    NavigableSet<String> own = options(commandLine.getSubcommands().get(command));
    own.removeAll(options(commandLine));
    return own;
  }

  private static NavigableSet<String> options(CommandLine command) {
    NavigableSet<String> names = new TreeSet<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      names.addAll(List.of(option.names()));
    }
    return names;
  }
}
