package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.HttpFailure;
import io.github.cicdmonitor.remote.Retry;
import io.github.cicdmonitor.remote.Sending;
import io.github.cicdmonitor.remote.Service;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * A GitHub App: finds the installation of a repository's owner, exchanges a signed statement for
 * its token (one hour), keeps that until shortly before it expires, where {@link KeptTokens} are given
 * also for the next start.
 */
public final class AppCredentials implements Credentials {
  private static final Duration RENEWED_BEFORE = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 1024 * 1024;
  private static final MediaType JSON = MediaType.get("application/json");

  private final HttpUrl root;
  private final AppKey key;
  private final String userAgent;
  private final OkHttpClient client;
  private final WaitBudget budget;
  private final Retry retry;
  private final Map<String, Optional<Token>> byOwner = new HashMap<>();

  private Optional<KeptTokens> kept = Optional.empty();

  private record Token(String value, Instant expiry, String permissions, Origin origin) {
    Instant renewal() {
      return expiry.minus(RENEWED_BEFORE);
    }
  }

  /** Whether GitHub has given it to this run. */
  private enum Origin {
    GIVEN,
    KEPT
  }

  /**
   * @param root as in {@code GITHUB_API_URL}
   */
  public AppCredentials(
      String root, AppKey key, String version, Transport transport, WaitBudget budget) {
    this.root = HttpUrl.get(root.endsWith("/") ? root.substring(0, root.length() - 1) : root);
    this.key = key;
    this.userAgent = "cicd-monitor/" + version;
    this.client = Sending.addTo(
            transport.client().newBuilder().callTimeout(PATIENCE), MOST_BYTES, PATIENCE)
        .build();
    this.budget = budget;
    this.retry = new Retry(budget, RandomGenerator.getDefault());
  }

  /** Takes what an earlier start has kept there, and keeps there what GitHub gives. */
  public synchronized AppCredentials keptIn(KeptTokens tokens) {
    kept = Optional.of(tokens);
    tokens
        .find(holder(), budget.now())
        .forEach((owner, token) -> byOwner.put(
            owner,
            Optional.of(
                new Token(token.value(), token.expiry(), token.permissions(), Origin.KEPT))));
    return this;
  }

  /** Whose tokens they are; a new private key begins anew. */
  private String holder() {
    return root + "\n" + key.app() + "\n" + key.mark();
  }

  private void keep() {
    Map<String, KeptTokens.Token> all = new TreeMap<>();
    byOwner.forEach((owner, token) -> token.ifPresent(known ->
        all.put(owner, new KeptTokens.Token(known.value(), known.expiry(), known.permissions()))));
    kept.ifPresent(tokens -> tokens.keep(holder(), all));
  }

  /** A token that was kept may have been taken back since; one that was just given has not. */
  @Override
  public synchronized boolean isWorthAnother(String owner, String refused) {
    String cacheKey = owner.toLowerCase(Locale.ROOT);
    boolean old = byOwner
        .getOrDefault(cacheKey, Optional.empty())
        .filter(token -> token.origin() == Origin.KEPT)
        .filter(token -> refused.equals("Bearer " + token.value()))
        .isPresent();
    if (old) {
      byOwner.remove(cacheKey);
    }
    return old;
  }

  /**
   * The installation token of the owner. Where the App is not installed (the repository of somebody
   * else's action) any installation's token reads what is public; without one nobody asks.
   */
  @Override
  public synchronized Optional<String> authorization(String owner, String repository) {
    if (owner.isEmpty()) {
      return Optional.of("Bearer " + key.statement(budget.now()));
    }
    return token(owner, repository)
        .or(() -> byOwner.values().stream().flatMap(Optional::stream).findFirst())
        .map(token -> "Bearer " + token.value());
  }

  @Override
  public Service service() {
    return new Service(
        "GitHub",
        "the App of GITHUB_APP_ID",
        "Check GITHUB_APP_ID, the private key and where the App is installed");
  }

  @Override
  public String kind() {
    return "GitHub App";
  }

  @Override
  public synchronized Optional<String> permissions(String owner, String repository) {
    return token(owner, repository).map(Token::permissions);
  }

  private Optional<Token> token(String owner, String repository) {
    String cacheKey = owner.toLowerCase(Locale.ROOT);
    Optional<Token> known = byOwner.getOrDefault(cacheKey, Optional.empty());
    boolean absent = byOwner.containsKey(cacheKey) && known.isEmpty();
    if (absent || known.filter(token -> budget.now().isBefore(token.renewal())).isPresent()) {
      return known;
    }
    Optional<Token> fresh = exchange(owner, repository);
    byOwner.put(cacheKey, fresh);
    if (fresh.isPresent()) {
      keep();
    }
    return fresh;
  }

  private Optional<Token> exchange(String owner, String repository) {
    HttpUrl installation = url("repos", owner, repository, "installation");
    try {
      Optional<JsonNode> found =
          GitHubApi.unlessGone(() -> retry.read(() -> call(request(installation).build())));
      return found.map(node -> {
        HttpUrl tokens =
            url("app", "installations", String.valueOf(Json.id(node, "id")), "access_tokens");
        // asking twice makes two tokens that both expire: safe to repeat
        Request request = request(tokens).post(RequestBody.create("{}", JSON)).build();
        return token(retry.read(() -> call(request)));
      });
    } catch (HttpError refusal) {
      HttpFailure failure = HttpFailure.ofRead(
          service(), "could not get the App's token for " + owner + "/" + repository, refusal);
      throw new MonitorException(failure.kind(), failure.explanation(), refusal);
    }
  }

  private Token token(JsonNode node) {
    String value = Json.text(node, "token");
    if (!KeptTokens.isToken(value)) {
      throw HttpError.nonsense("it holds no token");
    }
    Instant expiry = Json.instant(node, "expires_at").orElse(budget.now().plus(RENEWED_BEFORE));
    Map<String, String> permissions = new TreeMap<>();
    node.path("permissions")
        .properties()
        .forEach(entry -> permissions.put(entry.getKey(), entry.getValue().asText()));
    StringBuilder words = new StringBuilder();
    permissions.forEach((name, level) ->
        words.append(words.length() == 0 ? "" : ", ").append(name).append("=").append(level));
    return new Token(value, expiry, words.toString(), Origin.GIVEN);
  }

  private Request.Builder request(HttpUrl url) {
    return new Request.Builder()
        .url(url)
        .header("Authorization", "Bearer " + key.statement(budget.now()))
        .header("Accept", "application/vnd.github+json")
        .header("X-GitHub-Api-Version", "2022-11-28")
        .header("User-Agent", userAgent);
  }

  private JsonNode call(Request request) {
    try (Response response = client.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw HttpError.status(Exchange.head(response));
      }
      ResponseBody body = response.body();
      return Json.parse(body == null ? new byte[0] : body.bytes());
    } catch (IOException e) {
      throw HttpError.network(e);
    }
  }

  private HttpUrl url(String... parts) {
    HttpUrl.Builder url = root.newBuilder();
    for (String part : parts) {
      url.addPathSegment(part);
    }
    return url.build();
  }

  /** The App and what its installation grants: granting more makes another one of it. */
  @Override
  public String mark(String owner, String repository) {
    return CredentialFingerprint.of(
        key.app() + "\n" + permissions(owner, repository).orElse(""));
  }

  @Override
  public String toString() {
    return "AppCredentials[GITHUB_APP_ID]";
  }
}
