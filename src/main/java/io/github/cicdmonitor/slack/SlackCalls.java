package io.github.cicdmonitor.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.request.auth.AuthTestRequest;
import com.slack.api.methods.response.auth.AuthTestResponse;
import com.slack.api.model.Message;
import com.slack.api.util.http.SlackHttpClient;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.TakenOver;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.Retry;
import io.github.cicdmonitor.remote.Sending;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Calls of Slack's Web API through its SDK, over our own HTTP client: no redirects, no statistics
 * thread, bounded answers. Shared by all adapters of this package; made once a run.
 */
public final class SlackCalls {
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final MethodsClient methods;
  private final WaitBudget budget;
  private final Retry retry;
  private @Nullable Bot bot;

  public SlackCalls(SlackSettings settings, Transport transport, WaitBudget budget) {
    this.budget = budget;
    this.retry = new Retry(budget, RandomGenerator.getDefault());
    OkHttpClient.Builder client =
        transport.client().newBuilder().callTimeout(CALL).addInterceptor(SlackCalls::successOnly);
    SlackConfig config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(settings.apiUrl());
    config.setStatsEnabled(false); // its thread would keep the program alive
    SlackHttpClient http =
        new SlackHttpClient(Sending.addTo(client, MOST_BYTES, CALL).build());
    http.setConfig(config);
    this.methods = Slack.getInstance(config, http).methods(settings.token());
  }

  /** Whom the token stands for; an empty id where Slack tells none. */
  record Bot(String botId, String userId) {
    /** Slack names a writer on every message; what names none comes from no one else's app. */
    boolean wrote(Message message) {
      if (message.getBotId() != null && !botId.isEmpty()) {
        return botId.equals(message.getBotId());
      }
      return message.getUser() == null || userId.isEmpty() || userId.equals(message.getUser());
    }
  }

  /** Asked once a run, when it first matters. */
  synchronized Bot bot() {
    if (bot == null) {
      AuthTestResponse answer =
          read(all -> all.authTest(AuthTestRequest.builder().build()));
      bot = new Bot(
          Optional.ofNullable(answer.getBotId()).orElse(""),
          Optional.ofNullable(answer.getUserId()).orElse(""));
    }
    return bot;
  }

  /** One call of the SDK. */
  interface Call<T> {
    T on(MethodsClient methods) throws IOException, SlackApiException;
  }

  WaitBudget budget() {
    return budget;
  }

  /** A reading method: repeated after limits, 5xx and lost connections. */
  <T extends SlackApiTextResponse> T read(Call<T> call) {
    return retry.read(() -> once(call));
  }

  /** A writing method: repeated after a limit only, which says that nothing was done. */
  <T extends SlackApiTextResponse> T write(Call<T> call) {
    return retry.afterLimits(() -> once(call));
  }

  private <T extends SlackApiTextResponse> T once(Call<T> call) {
    T answer = answer(call);
    if (!answer.isOk()) {
      throw SlackRefusal.of(answer);
    }
    return answer;
  }

  private <T extends SlackApiTextResponse> T answer(Call<T> call) {
    try {
      return call.on(methods);
    } catch (HttpError | MonitorException | TakenOver e) {
      throw e; // ours, thrown below the SDK
    } catch (IOException e) {
      throw HttpError.network(e);
    } catch (SlackApiException | RuntimeException e) {
      // the SDK breaks in many ways on what is not Slack's JSON, and its messages hold the body
      throw HttpError.nonsense("it is not Slack's JSON");
    }
  }

  /** Slack says no with 200; another status comes from what stands before it. */
  private static Response successOnly(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (!response.isSuccessful()) {
      throw HttpError.status(Sending.head(response));
    }
    return response;
  }
}
