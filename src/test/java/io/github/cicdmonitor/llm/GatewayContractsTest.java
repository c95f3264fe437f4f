package io.github.cicdmonitor.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.analyze.LanguageModel;
import io.github.cicdmonitor.analyze.LanguageModel.Outcome;
import io.github.cicdmonitor.analyze.LanguageModel.Question;
import io.github.cicdmonitor.analyze.LanguageModel.Reply;
import io.github.cicdmonitor.remote.Loopback;
import io.github.cicdmonitor.remote.Loopback.Told;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The answers of each gateway in their shape: which fields there are, how an error is written, what
 * its code is. Texts are made up where only the shape counts.
 */
final class GatewayContractsTest {
  private static final String SCHEMA = "{\"type\":\"object\"}";
  private static final Question QUESTION =
      new Question(List.of("some-model"), "be brief", "why?", "diagnosis", SCHEMA, 500);

  private final Loopback gateway = new Loopback();
  private final Transport transport = new Transport();

  @AfterEach
  void close() {
    transport.close();
    gateway.close();
  }

  private static final class Free implements LanguageModel.Purse {
    @Override
    public boolean reserve(List<String> models) {
      return true;
    }

    @Override
    public void settle(Reply reply) {}
  }

  /** An answer with status 200 and what it has to be read as. */
  private record Success(GatewayKind kind, String body, String model, int prompt, int completion) {
    @Override
    public String toString() {
      return kind + " " + model;
    }
  }

  static Stream<Success> successes() {
    return Stream.of(
        new Success(GatewayKind.OPENAI, """
            {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,
             "model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant",
             "content":"{}","refusal":null,"annotations":[]},"logprobs":null,
             "finish_reason":"stop"}],"usage":{"prompt_tokens":19,"completion_tokens":10,
             "total_tokens":29,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},
             "completion_tokens_details":{"reasoning_tokens":0}},"service_tier":"default",
             "system_fingerprint":"fp_1"}""", "gpt-4o-2024-08-06", 19, 10),
        new Success(GatewayKind.AZURE, """
            {"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},
             "finish_reason":"stop","index":0,"logprobs":null,"message":{"content":"{}",
             "refusal":null,"role":"assistant"}}],"created":1760000000,"id":"chatcmpl-1",
             "model":"gpt-4o-2024-11-20","object":"chat.completion","prompt_filter_results":[
             {"prompt_index":0,"content_filter_results":{}}],"system_fingerprint":"fp_1",
             "usage":{"completion_tokens":7,"prompt_tokens":8,"total_tokens":15}}""", "gpt-4o-2024-11-20", 8, 7),
        new Success(GatewayKind.LOCAL, """
            {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"vllm-m",
             "choices":[{"index":0,"message":{"role":"assistant","content":"{}","refusal":null,
             "annotations":null,"audio":null,"function_call":null,"tool_calls":[],
             "reasoning_content":null},"logprobs":null,"finish_reason":"stop","stop_reason":null}],
             "usage":{"prompt_tokens":5,"total_tokens":9,"completion_tokens":4,
             "prompt_tokens_details":null},"prompt_logprobs":null,"kv_transfer_params":null}""", "vllm-m", 5, 4),
        new Success(GatewayKind.LOCAL, """
            {"choices":[{"finish_reason":"stop","index":0,"message":{"role":"assistant",
             "reasoning_content":"Let me see.","content":"{}"}}],"created":1760000000,
             "model":"llama-cpp.gguf","system_fingerprint":"b1-abc","object":"chat.completion",
             "usage":{"completion_tokens":3,"prompt_tokens":2,"total_tokens":5},"id":"chatcmpl-1",
             "timings":{"prompt_n":2,"predicted_n":3,"predicted_per_second":80.5}}""", "llama-cpp.gguf", 2, 3),
        new Success(GatewayKind.LOCAL, """
            {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"ollama-m:8b",
             "system_fingerprint":"fp_ollama","choices":[{"index":0,"message":{"role":"assistant",
             "content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":26,
             "completion_tokens":11,"total_tokens":37}}""", "ollama-m:8b", 26, 11),
        new Success(GatewayKind.GITHUB, """
            {"choices":[{"content_filter_results":{},"finish_reason":"stop","index":0,
             "logprobs":null,"message":{"annotations":[],"content":"{}","refusal":null,
             "role":"assistant"}}],"created":1760000000,"id":"chatcmpl-1","model":"gpt-4.1-2025-04-14",
             "object":"chat.completion","prompt_filter_results":[],"system_fingerprint":"fp_1",
             "usage":{"completion_tokens":1,"prompt_tokens":9,"total_tokens":10}}""", "gpt-4.1-2025-04-14", 9, 1));
  }

  @ParameterizedTest
  @MethodSource("successes")
  void an_answer_is_read_with_its_model_and_tokens(Success success) {
    gateway.on("POST /openai/v1/chat/completions", Told.of(200, success.body()));

    Reply reply = ask(success.kind());

    assertThat(reply.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(reply.content()).isEqualTo("{}");
    assertThat(reply.model()).contains(success.model());
    assertThat(reply.promptTokens()).isEqualTo(success.prompt());
    assertThat(reply.completionTokens()).isEqualTo(success.completion());
  }

  /** What a gateway says to a question that it does not take, and what it is asked for next. */
  private record Refusal(GatewayKind kind, int status, String body, String next) {
    @Override
    public String toString() {
      return kind + " " + status + " " + body;
    }
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        // What another manner mends.
        new Refusal(
            GatewayKind.OPENAI,
            400,
            error(
                "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
                "\"invalid_request_error\"",
                "\"response_format\"",
                "null"),
            "json_object"),
        new Refusal(
            GatewayKind.AZURE,
            400,
            "{\"error\":{\"code\":\"BadRequest\",\"message\":\"response_format value as json_schema"
                + " is enabled only for api versions 2024-08-01-preview and later\"}}",
            "json_object"),
        new Refusal(
            GatewayKind.LOCAL,
            400,
            "{\"object\":\"error\",\"message\":\"[{'type': 'literal_error', 'loc': ('body',"
                + " 'response_format', 'type')}]\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
            "json_object"),
        new Refusal(
            GatewayKind.LOCAL,
            400,
            "{\"error\":{\"code\":400,\"message\":\"response_format type must be one of \\\"text\\\""
                + " or \\\"json_object\\\", but got: json_schema\",\"type\":\"invalid_request_error\"}}",
            "json_object"),
        new Refusal(
            GatewayKind.GITHUB,
            400,
            error(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                    + " 'max_completion_tokens' instead.",
                "\"invalid_request_error\"",
                "\"max_tokens\"",
                "\"unsupported_parameter\""),
            "max_completion_tokens"),
        new Refusal(
            GatewayKind.OTHER,
            422,
            "{\"detail\":[{\"loc\":[\"body\",\"response_format\"]}]}",
            "json_object"),
        // What it does not mend: another model, or a shorter question.
        new Refusal(
            GatewayKind.OPENAI,
            404,
            error(
                "The model `x` does not exist or you do not have access to it.",
                "\"invalid_request_error\"",
                "null",
                "\"model_not_found\""),
            ""),
        new Refusal(
            GatewayKind.OPENAI,
            400,
            error(
                "This model's maximum context length is 8192 tokens.",
                "\"invalid_request_error\"",
                "\"messages\"",
                "\"context_length_exceeded\""),
            ""),
        new Refusal(
            GatewayKind.AZURE,
            404,
            "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"No such deployment.\"}}",
            ""),
        new Refusal(
            GatewayKind.LOCAL,
            404,
            "{\"object\":\"error\",\"message\":\"The model `x` does not exist.\","
                + "\"type\":\"NotFoundError\",\"param\":null,\"code\":404}",
            ""),
        new Refusal(
            GatewayKind.LOCAL,
            404,
            error("The model `x` does not exist.", "\"NotFoundError\"", "\"model\"", "404"),
            ""),
        new Refusal(
            GatewayKind.LOCAL,
            400,
            error(
                "'max_tokens' or 'max_completion_tokens' is too large: 500. This model's maximum context"
                    + " length is 400 tokens and your request has 300 input tokens.",
                "\"BadRequestError\"",
                "null",
                "400"),
            ""),
        new Refusal(
            GatewayKind.LOCAL,
            400,
            "{\"error\":{\"code\":400,\"message\":\"request (4390 tokens) exceeds the available"
                + " context size (4096 tokens)\",\"type\":\"exceed_context_size_error\","
                + "\"n_prompt_tokens\":4390,\"n_ctx\":4096}}",
            ""),
        new Refusal(
            GatewayKind.LOCAL,
            404,
            error(
                "model \\\"x\\\" not found, try pulling it first", "\"api_error\"", "null", "null"),
            ""),
        new Refusal(
            GatewayKind.GITHUB,
            400,
            "{\"error\":{\"code\":\"unknown_model\",\"message\":\"Unknown model: x\",\"details\":\"\"}}",
            ""),
        new Refusal(
            GatewayKind.GITHUB,
            413,
            "{\"error\":{\"code\":\"tokens_limit_reached\",\"message\":\"Request body too large\"}}",
            ""),
        new Refusal(
            GatewayKind.OPENAI,
            429,
            error(
                "You exceeded your current quota.",
                "\"insufficient_quota\"",
                "null",
                "\"insufficient_quota\""),
            ""));
  }

  /** @param type as JSON, as are {@code param} and {@code code} */
  private static String error(String message, String type, String param, String code) {
    return "{\"error\":{\"message\":\"%s\",\"type\":%s,\"param\":%s,\"code\":%s}}"
        .formatted(message, type, param, code);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_refusal_costs_one_more_question_where_that_may_help_and_none_where_not(Refusal refusal)
      throws IOException {
    gateway.on(
        "POST /openai/v1/chat/completions",
        Told.of(refusal.status(), refusal.body()),
        Told.of(
            200, "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"{}\"}}]}"));

    Reply reply = ask(refusal.kind());

    if (refusal.next().isEmpty()) {
      assertThat(gateway.seen()).hasSize(1);
      assertThat(reply.outcome()).isEqualTo(Outcome.UNAVAILABLE);
    } else {
      assertThat(gateway.seen()).hasSize(2);
      assertThat(reply.outcome()).isEqualTo(Outcome.ANSWERED);
      JsonNode asked = new ObjectMapper().readTree(gateway.seen().get(1).body());
      assertThat(asked.toString()).contains("\"" + refusal.next() + "\"");
    }
  }

  @ParameterizedTest
  @MethodSource("filtered")
  void what_a_filter_stopped_is_refused_whichever_way_it_is_said(int status, String body) {
    gateway.on("POST /openai/v1/chat/completions", Told.of(status, body));

    assertThat(ask(GatewayKind.AZURE).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(gateway.seen()).hasSize(1);
  }

  static Stream<Arguments> filtered() {
    return Stream.of(
        Arguments.of(
            400,
            "{\"error\":{\"message\":\"The prompt was filtered\",\"type\":null,\"param\":\"prompt\","
                + "\"code\":\"content_filter\",\"status\":400,\"innererror\":{\"code\":"
                + "\"ResponsibleAIPolicyViolation\",\"content_filter_result\":{}}}}"),
        Arguments.of(
            200,
            "{\"choices\":[{\"finish_reason\":\"content_filter\",\"message\":{\"content\":\"{\"}}]}"),
        Arguments.of(
            200,
            "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":null,"
                + "\"refusal\":\"I cannot help with that.\"}}]}"));
  }

  private Reply ask(GatewayKind kind) {
    return new ChatCompletions(
            GatewaySettings.of("key", gateway.url() + "/openai/v1", kind),
            transport,
            SlowClock.budget(60),
            Manners.inMemory())
        .ask(QUESTION, new Free());
  }
}
