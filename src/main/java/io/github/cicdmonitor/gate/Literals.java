package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a literal value looks like, and how far two of them are apart. */
final class Literals {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,4})?");
  private static final Pattern VERSION = Pattern.compile(
      "(?:lts/[a-z*]{1,20}|[v^~]?[0-9]{1,6}(?:\\.[0-9x*]{1,6}){0,3}(?:-(?:rc|beta|alpha)[.0-9]*)?"
          + "|[a-z]{2,12}-[0-9]{1,4}(?:\\.[0-9]{1,4}){0,2})");
  private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ :,*-]{0,60}|");
  // registry.example: a name that could be reached
  private static final Pattern HOST = Pattern.compile(".*[A-Za-z0-9-]\\.[A-Za-z]{2,}.*");
  private static final Pattern SWITCH =
      Pattern.compile("(?i)true|false|yes|no|on|off|0|1|enabled|disabled|none|never|always|");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  // A variable with one of these words in its name may change what runs, with what rights, or
  // whether a failure counts.
  private static final Set<String> RISKY_WORDS = Set.of(
      "skip",
      "disable",
      "disabled",
      "ignore",
      "fail",
      "strict",
      "verify",
      "tls",
      "ssl",
      "insecure",
      "unsecure",
      "unsafe",
      "allow",
      "opts",
      "options",
      "args",
      "flags",
      "path",
      "preload",
      "url",
      "uri",
      "host",
      "registry",
      "proxy",
      "index",
      "mirror",
      "token",
      "secret",
      "key",
      "password",
      "pass",
      "passwd",
      "cred",
      "credentials",
      "auth",
      "user",
      "username",
      "role",
      "env",
      "environment",
      "deploy",
      "target",
      "cmd",
      "command",
      "script",
      "shell",
      "hook",
      "editor",
      "pager",
      "askpass",
      "coverage",
      "threshold",
      "severity",
      "warn",
      "warnings",
      "error",
      "errors",
      "lint",
      "test",
      "tests",
      "check",
      "checks",
      "audit",
      "scan",
      "addopts",
      "config",
      "rc",
      "home",
      "stage",
      "account",
      "region",
      "project",
      "bucket",
      "cluster",
      "namespace",
      "repo",
      "repository",
      "branch",
      "ref",
      "tag",
      "image",
      "name",
      "file",
      "dir",
      "directory",
      "enable",
      "enabled",
      "force",
      "no",
      "only",
      "exclude",
      "include",
      "mode",
      "profile",
      "profiles",
      "release",
      "publish",
      "prod",
      "production",
      "exec",
      "bin",
      "lib",
      "load",
      "entrypoint",
      "endpoint",
      "server",
      "domain",
      "origin",
      "remote",
      "channel",
      "source",
      "hash",
      "checksum",
      "sha",
      "integrity",
      "sign",
      "signing",
      "permission",
      "permissions",
      "privileged",
      "sudo",
      "admin",
      "root",
      "debug",
      "trace",
      "dry",
      "ci",
      "goflags",
      "goproxy",
      "gosumdb",
      "gonosumdb",
      "goprivate",
      "gonosumcheck",
      "goinsecure",
      "gotoolchain",
      "pythonpath",
      "pythonhome",
      "pythonstartup",
      "rustflags",
      "rustc",
      "perl5opt",
      "rubyopt",
      "cflags",
      "ldflags",
      "ld",
      "dyld",
      "git",
      "ifs",
      "husky",
      "bash",
      "node",
      "cdpath",
      "ps4",
      "expected",
      "version_url");

  // The same where words are written together: SKIPTESTS, PYTHONOPTIMIZE.
  private static final List<String> RISKY_STEMS = List.of(
      "skip", "test", "lint", "cover", "thresh", "optimi", "warn", "trust", "frozen", "require",
      "immutab", "assert", "strict", "secur", "fail", "error", "ignor", "disab", "verif", "check",
      "audit", "scan", "valid", "allow", "permit", "bypass", "exclu", "sever", "token", "secret",
      "passw", "cred", "preload", "inject", "hook", "pythonp", "_cov", "cov_", "min_");
  private static final Pattern HARMLESS_NAME = Pattern.compile(
      "TZ|LANG|LANGUAGE|LC_[A-Z]+|FORCE_COLOR|NO_COLOR|CLICOLOR(?:_FORCE)?|TERM|COLUMNS|PY_COLORS"
          + "|[A-Z0-9_]*_(?:COLOR|COLORS|TELEMETRY_OPTOUT|NOLOGO|NO_LOGO|NO_AUTO_UPDATE|TELEMETRY)"
          + "|PYTHONUNBUFFERED|PYTHONIOENCODING|PYTHONUTF8|PYTHONDONTWRITEBYTECODE|DEBIAN_FRONTEND"
          + "|CARGO_INCREMENTAL|CARGO_TERM_COLOR|DO_NOT_TRACK|NEXT_TELEMETRY_DISABLED|[A-Z0-9_]*CACHE_VERSION"
          + "|HUSKY|MPLBACKEND|QT_QPA_PLATFORM|DISPLAY|CARGO_NET_GIT_FETCH_WITH_CLI|GRADLE_DAEMON");

  private Literals() {}

  static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  /** Plain words and numbers: no path, no URL, nothing a shell would act on. */
  static boolean isSimple(String text) {
    boolean host = HOST.matcher(text.replace(".UTF", "")).matches();
    return SIMPLE.matcher(text).matches() && !text.contains("..") && !host;
  }

  /** A switch: what it turns off cannot be told from its value. */
  static boolean isSwitch(String text) {
    return SWITCH.matcher(text).matches();
  }

  /** An older version than before: what was mended since comes back. */
  static boolean isOlder(String before, String after) {
    return Version.step(before, after) == Version.Step.DOWN;
  }

  static Optional<BigDecimal> number(String text) {
    return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  /** The same text but for its digits, such as {@code v1-deps} and {@code v2-deps}. */
  static boolean differOnlyInDigits(String a, String b) {
    return DIGITS.matcher(a).find()
        && DIGITS.matcher(a).replaceAll("0").equals(DIGITS.matcher(b).replaceAll("0"));
  }

  /** The numbers of two texts that differ in digits only. */
  static List<BigDecimal[]> changedNumbers(String a, String b) {
    List<BigDecimal[]> pairs = new ArrayList<>();
    Matcher old = DIGITS.matcher(a);
    Matcher now = DIGITS.matcher(b);
    while (old.find() && now.find()) {
      if (!old.group().equals(now.group())
          && old.group().length() < 18
          && now.group().length() < 18) {
        pairs.add(new BigDecimal[] {new BigDecimal(old.group()), new BigDecimal(now.group())});
      }
    }
    return pairs;
  }

  static List<String> words(String name) {
    return List.of(
        name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
  }

  /** Whether a variable may do more than hold a value, by the words of its name. */
  static boolean isRiskyName(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    return words(name).stream().anyMatch(RISKY_WORDS::contains)
        || RISKY_STEMS.stream().anyMatch(folded::contains);
  }

  /** Variables that are known to change nothing but looks, language or a wait. */
  static boolean isHarmlessName(String name) {
    return HARMLESS_NAME.matcher(name).matches();
  }

  static boolean isVersionName(String name) {
    List<String> words = words(name);
    String last = words.get(words.size() - 1);
    return last.equals("version") || last.equals("versions");
  }

  static boolean isLimitName(String name) {
    List<String> words = words(name);
    return words.stream()
        .anyMatch(Set.of(
            "timeout",
            "timeouts",
            "retry",
            "retries",
            "attempts",
            "limit",
            "memory",
            "minutes",
            "seconds",
            "interval",
            "delay",
            "parallel",
            "workers",
            "jobs",
            "concurrency",
            "depth",
            "days",
            "heap",
            "wait",
            "max",
            "maxsockets")::contains);
  }
}
