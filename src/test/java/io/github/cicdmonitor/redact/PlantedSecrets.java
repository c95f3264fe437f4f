package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Synthetic secrets of every format, put together at run time so that no source file holds
 * anything that looks like one. {@code text} is what a log prints, {@code secret} the part that must
 * not be seen again.
 */
final class PlantedSecrets {
  record Planted(String id, String text, String secret) {
    /** The token alone is the secret. */
    Planted(String id, String token) {
      this(id, token, token);
    }

    /** Whether the secret needs its surroundings to be recognised. */
    boolean isBare() {
      return text.equals(secret);
    }

    @Override
    public String toString() {
      return id;
    }
  }

  private static final String DIGITS = "0123456789";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String BASE62 = DIGITS + LOWER + UPPER;
  private static final String HEX = "0123456789abcdef";

  private final Random random;

  PlantedSecrets(long seed) {
    random = new Random(seed);
  }

  String chars(String alphabet, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return out.toString();
  }

  String base62(int length) {
    // A digit in front and a letter behind: the shortest values must not be a plain word by chance.
    return chars(DIGITS, 1) + chars(BASE62, length - 2) + chars(LOWER, 1);
  }

  String hex(int length) {
    return chars(DIGITS, 1) + chars(HEX, length - 2) + "a";
  }

  String base64(int bytes) {
    byte[] raw = new byte[bytes];
    random.nextBytes(raw);
    return Base64.getEncoder().encodeToString(raw);
  }

  String githubToken() {
    return "gh" + "p_" + base62(36);
  }

  String jwt() {
    String header = url64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    String payload = url64("{\"sub\":\"" + base62(16) + "\",\"iat\":1700000000}");
    return header + "." + payload + "." + chars(BASE62 + "_-", 42) + "x";
  }

  private static String url64(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  /** Tokens that are recognised wherever they stand. */
  List<Planted> tokens() {
    List<Planted> all = new ArrayList<>();
    for (String prefix : List.of("gh" + "p_", "gh" + "o_", "gh" + "u_", "gh" + "r_")) {
      all.add(new Planted("D-02 " + prefix, prefix + base62(36)));
    }
    all.add(new Planted("D-03 old", "gh" + "s_" + base62(36)));
    all.add(new Planted("D-03 new", "gh" + "s_" + chars(DIGITS, 7) + "_" + jwt()));
    all.add(new Planted("D-04", "github" + "_pat_" + base62(22) + "_" + base62(59)));
    all.add(new Planted("D-05", "sk-" + "or-v1-" + hex(64)));
    all.add(new Planted("D-06 project", "sk-" + "proj-" + base62(40)));
    all.add(new Planted("D-06 marker", "sk-" + base62(20) + "T3Blbk" + "FJ" + base62(20)));
    all.add(new Planted("D-06 old", "sk-" + base62(48)));
    for (String kind : List.of("b", "p", "a", "r", "s")) {
      String token = "xox" + kind + "-" + chars(DIGITS, 12) + "-" + chars(DIGITS, 13);
      all.add(new Planted("D-07 xox" + kind, token + "-" + base62(24)));
    }
    all.add(new Planted(
        "D-08", "xa" + "pp-1-A" + chars(DIGITS, 10) + "-" + chars(DIGITS, 13) + "-" + hex(64)));
    all.add(new Planted("D-10", "AK" + "IA" + chars(UPPER + "234567", 16)));
    all.add(new Planted("D-12", "AB" + "SK" + base62(132)));
    all.add(new Planted("D-13 key", "AI" + "za" + base62(35)));
    all.add(new Planted("D-13 client", "GOC" + "SPX-" + base62(28)));
    all.add(new Planted("D-13 access", "ya" + "29." + base62(80)));
    all.add(new Planted("D-15", jwt()));
    all.add(new Planted("D-18", "AGE-SECRET-" + "KEY-1" + chars(UPPER + DIGITS, 58)));
    all.add(new Planted("D-19 client", base62(3) + "8Q" + "~" + base62(34)));
    all.add(new Planted("D-23", "gl" + "pat-" + base62(20)));
    all.add(new Planted("D-23 deploy", "gl" + "dt-" + base62(20)));
    all.add(new Planted("D-24", "np" + "m_" + base62(36)));
    all.add(new Planted("D-25", "py" + "pi-AgEI" + "cHlwaS5vcmc" + base62(100)));
    all.add(new Planted("D-26 gems", "ruby" + "gems_" + hex(48)));
    all.add(new Planted("D-26 nuget", "oy" + "2" + chars(DIGITS + LOWER, 42) + "7"));
    all.add(new Planted("D-26 clojars", "CLO" + "JARS_" + chars(DIGITS + LOWER, 60)));
    all.add(new Planted("D-27 hub", "dckr" + "_pat_" + base62(27)));
    all.add(new Planted("D-28 stripe", "sk" + "_live_" + base62(24)));
    all.add(new Planted("D-28 restricted", "rk" + "_live_" + base62(24)));
    all.add(new Planted("D-28 sendgrid", "S" + "G." + base62(22) + "." + base62(43)));
    all.add(new Planted("D-29", "sk-" + "ant-api03-" + base62(93) + "AA"));
    all.add(new Planted("D-30 hub", "h" + "f_" + chars(LOWER + UPPER, 34)));
    all.add(new Planted("D-30 databricks", "da" + "pi" + hex(32)));
    all.add(new Planted("D-30 ocean", "do" + "p_v1_" + hex(64)));
    all.add(new Planted("D-30 doppler", "dp" + ".pt." + base62(43)));
    all.add(new Planted("D-30 pulumi", "pu" + "l-" + hex(40)));
    all.add(new Planted("D-31 terraform", base62(14) + ".atl" + "asv1." + base62(65)));
    all.add(new Planted("D-31 vault", "hv" + "s." + base62(90)));
    all.add(new Planted("D-33 atlassian", "AT" + "ATT3" + base62(180)));
    all.add(new Planted("D-33 sentry", "sn" + "trys_" + base62(80)));
    all.add(new Planted("D-33 grafana", "gl" + "sa_" + base62(32) + "_" + hex(8)));
    return all;
  }

  /** Secrets that their surroundings give away, each in one line. */
  List<Planted> inContext() {
    List<Planted> all = new ArrayList<>();
    String hook = "T" + chars(UPPER, 9) + "/B" + chars(UPPER, 9) + "/" + base62(24);
    all.add(new Planted("D-09", "POST https://hooks.slack" + ".com/services/" + hook, hook));
    plant(all, "D-11", "aws_secret_access_key = %s", base62(20) + "/" + base62(19));
    plant(all, "D-11 beside", "credentials for aws are %s here", base62(20) + "+" + base62(19));
    plant(all, "D-14", "{\"private_key_id\": \"%s\", \"client_email\": \"a@b.example\"}", hex(40));
    plant(all, "D-19 storage", "DefaultEndpointsProtocol=https;AccountKey=%s;", base64(64));
    plant(all, "D-19 sas", "https://acme.blob.example/x?sv=2024&sig=%s&se=2026", base62(44));
    plant(all, "D-20", "fatal: could not read https://bob:%s@git.example/x.git", base62(14));
    plant(all, "D-20 token", "git clone https://x-access-token:%s@git.example/x", base62(30));
    plant(all, "D-20 user", "git clone https://%s:x-oauth-basic@git.example/x", base62(30));
    plant(all, "D-21 basic", "Authorization: Basic %s", base64(24));
    plant(all, "D-21 bearer", "> authorization: Bearer %s", base62(32));
    plant(all, "D-21 token", "AUTHORIZATION: token %s", base62(40));
    plant(all, "D-21 api key", "X-Api-Key: %s", base62(24));
    plant(all, "D-21 private token", "PRIVATE-TOKEN: %s", base62(20));
    plant(all, "D-21 cookie", "< Set-Cookie: session=%s; Path=/", base62(30));
    plant(all, "D-21 proxy", "Proxy-Authorization: Basic %s", base64(20));
    plant(all, "D-22", "curl -sf -u deploy:%s https://x.example/up", base62(16));
    plant(all, "D-22 long", "+ curl --user 'ci:%s' https://x.example", base62(16));
    plant(all, "D-22 wget", "wget --password=%s https://x.example", base62(12));
    plant(all, "D-24 npmrc", "//registry.npmjs.org/:_authToken=%s", base62(36));
    plant(all, "D-24 password", "//npm.example/:_password=%s", base64(15));
    plant(all, "D-27 auths", "{\"auths\":{\"r.example\":{\"auth\":\"%s\"}}}", userPassword());
    plant(all, "D-27 login", "docker login -u ci -p %s registry.example", base62(14));
    plant(all, "D-28 twilio", "TWILIO_API_KEY_SID: %s", "S" + "K" + hex(32));
    plant(all, "D-28 mailgun", "mailgun api key %s", "key" + "-" + hex(32));
    plant(all, "D-26 cargo", "cargo login token %s", "ci" + "o" + base62(32));
    plant(all, "D-31 old", "vault token is %s", "s" + "." + base62(24));
    plant(all, "D-32 config", "    client-key-data: %s", base64(60));
    plant(all, "D-33 datadog", "datadog api key: %s", hex(32));
    plant(all, "D-34 jdbc", "jdbc:postgresql://db/x?user=u&password=%s", base62(12));
    plant(all, "D-34 mongo", "mongodb+srv://app:%s@c0.mongo.example/db", base62(16));
    plant(all, "D-34 server", "Server=db;Database=x;User Id=sa;Pwd=%s;", base62(12));
    plant(all, "D-34 redis", "redis://:%s@cache.example:6379/0", base62(16));
    return all;
  }

  /** Assignments in every syntax: D-35 and D-36. */
  List<Planted> assigned() {
    List<Planted> all = new ArrayList<>();
    plant(all, "D-35 flag", "deploy --password %s --force", base62(12));
    plant(all, "D-35 flag=", "deploy --token=%s", base62(18));
    plant(all, "D-35 export", "+ export DEPLOY_TOKEN=%s", base62(18));
    plant(all, "D-35 property", "mvn -DdbPassword=%s verify", base62(10));
    plant(all, "D-35 yaml", "  password: \"%s\"", base62(10));
    plant(all, "D-35 json", "{\"client_secret\":\"%s\"}", base62(20));
    plant(all, "D-35 nested", "{\"text\":\"{\\\"token\\\":\\\"%s\\\"}\"}", base62(20));
    plant(all, "D-36", "session_key => %s", base62(32));
    plant(all, "D-36 colon", "LICENSE_KEY: %s", base62(32));
    plant(all, "D-37", "dumped %s now", base62(60));
    return all;
  }

  private String userPassword() {
    return Base64.getEncoder().encodeToString(("ci:" + base62(20)).getBytes(UTF_8));
  }

  private static void plant(List<Planted> all, String id, String line, String secret) {
    all.add(new Planted(id, line.formatted(secret), secret));
  }

  /** A private key as its lines. */
  List<String> privateKey(String label) {
    List<String> lines = new ArrayList<>();
    lines.add("-----BEGIN " + label + "-----");
    String body = base64(600);
    for (int i = 0; i < body.length(); i += 64) {
      lines.add(body.substring(i, Math.min(body.length(), i + 64)));
    }
    lines.add("-----END " + label + "-----");
    return lines;
  }
}
