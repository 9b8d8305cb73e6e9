package org.carillon.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.ports.BotRuntime;
import org.carillon.core.ports.FunctionInvoker.Result;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.lexruntimev2.LexRuntimeV2Client;
import software.amazon.awssdk.services.lexruntimev2.model.RecognizeTextRequest;
import software.amazon.awssdk.services.lexruntimev2.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lexruntimev2.model.ThrottlingException;

/** Bots of Amazon Lex V2 in one region, asked with {@code RecognizeText}. */
final class LexRuntime implements BotRuntime {
  private final LexRuntimeV2Client lex;
  private final String region;

  /** The client must be of this region and not retry: a turn is taken once. */
  LexRuntime(LexRuntimeV2Client lex, String region) {
    this.lex = lex;
    this.region = region;
  }

  @Override
  public Result recognize(Question question, Duration timeout) {
    if (!question.region().equals(region)) {
      return new Result.NotFound(
          "Bots are looked for in " + region + ", not in " + question.region() + ".");
    }
    try {
      return new Result.Answer(Json.write(document(lex.recognizeText(request(question, timeout)))));
    } catch (ApiCallTimeoutException e) {
      return new Result.TimedOut();
    } catch (ResourceNotFoundException e) {
      return new Result.NotFound(
          "Lex has no such bot, alias or locale: "
              + AwsErrors.advice(e)
              + " Build the bot's locale.");
    } catch (ThrottlingException e) {
      return new Result.Throttled();
    } catch (SdkException e) {
      return AwsErrors.isDenied(e)
          ? new Result.AccessDenied(
              "Asking the bot "
                  + question.botId()
                  + " is not allowed. Allow lex:RecognizeText on its alias to Carillon's role.")
          : new Result.Unavailable("the bot " + question.botId() + ": " + AwsErrors.advice(e));
    }
  }

  private static RecognizeTextRequest request(Question question, Duration timeout) {
    RecognizeTextRequest.Builder request =
        RecognizeTextRequest.builder()
            .botId(question.botId())
            .botAliasId(question.aliasId())
            .localeId(question.localeId())
            .sessionId(question.sessionId())
            .text(question.text())
            .overrideConfiguration(o -> o.apiCallTimeout(timeout));
    if (!question.attributes().isEmpty()) {
      request.sessionState(s -> s.sessionAttributes(question.attributes()));
    }
    return request.build();
  }

  /** A response as Lex wrote it: absent members are left out. */
  private static Map<String, Object> document(SdkPojo shape) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (SdkField<?> field : shape.sdkFields()) {
      Object value = field.getValueOrDefault(shape);
      // the SDK makes empty ones of what Lex did not write
      if (value != null
          && !(value instanceof SdkAutoConstructList<?>)
          && !(value instanceof SdkAutoConstructMap<?, ?>)) {
        document.put(field.locationName(), plain(value));
      }
    }
    return document;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case SdkPojo shape -> document(shape);
      case List<?> list -> {
        List<Object> all = new ArrayList<>();
        list.forEach(element -> all.add(plain(element)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach(
            (name, member) -> all.put(String.valueOf(name), member == null ? null : plain(member)));
        yield all;
      }
      default -> value;
    };
  }
}
