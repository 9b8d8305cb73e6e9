package org.carillon.core.calls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carillon.contract.Json;

/** {@code StartBotConversation}: lets a leg talk to a Lex V2 bot. Not for a call of two legs. */
final class StartBotConversationAction implements Action {

  private static final int MAX_CONFIGURATION_BYTES = 10 * 1024;
  private static final int MAX_MESSAGES = 5; // of Lex V2's PutSession
  private static final int MAX_MESSAGE = 1024; // likewise
  private static final Pattern ALIAS =
      Pattern.compile(
          "arn:aws[a-z-]*:lex:[a-z0-9-]+:[0-9]{12}:bot-alias/[0-9A-Za-z]+/[0-9A-Za-z]+");
  private static final Pattern LOCALE = Pattern.compile("[a-z]{2,3}_[A-Z0-9]{2,4}");

  private static final ActionError BOT = DigitParameters.invalid("BotAliasArn");
  private static final ActionError LOCALE_ID = DigitParameters.invalid("LocaleId");
  private static final ActionError CONFIGURATION = DigitParameters.invalid("Configuration");

  @Override
  public String type() {
    return "StartBotConversation";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    String arn = parameters.requiredText("BotAliasArn", BOT);
    if (!ALIAS.matcher(arn).matches()) {
      throw parameters.wrong("BotAliasArn", "arn:aws:lex:REGION:ACCOUNT:bot-alias/BOT/ALIAS", BOT);
    }
    String locale = parameters.text("LocaleId", LOCALE_ID).orElse("en_US");
    if (!LOCALE.matcher(locale).matches()) {
      throw parameters.wrong("LocaleId", "a locale as en_US", LOCALE_ID);
    }
    Optional<ActionParameters> configuration =
        parameters.optionalObject("Configuration", CONFIGURATION);
    if (configuration.isPresent()) {
      check(parameters, configuration.get());
    }
    on.requireOneLeg();
    return new MediaCommand.StartBot(
        on.leg(), arn, locale, configuration.map(ActionParameters::asItCame).orElseGet(Map::of));
  }

  private static void check(ActionParameters parameters, ActionParameters configuration)
      throws InvalidActionException {
    if (Json.write(configuration.asItCame()).length > MAX_CONFIGURATION_BYTES) {
      throw parameters.wrong("Configuration", "of at most 10 KB as JSON", CONFIGURATION);
    }
    Optional<ActionParameters> state = configuration.optionalObject("SessionState", CONFIGURATION);
    String dialog = "Delegate";
    if (state.isPresent()) {
      var _ = state.get().textMap("SessionAttributes", CONFIGURATION);
      Optional<ActionParameters> action = state.get().optionalObject("DialogAction", CONFIGURATION);
      if (action.isPresent()) {
        dialog =
            action.get().requiredWord("Type", List.of("Delegate", "ElicitIntent"), CONFIGURATION);
      }
    }
    List<ActionParameters> messages =
        configuration.objects("WelcomeMessages", MAX_MESSAGES, CONFIGURATION);
    if (!messages.isEmpty() && !dialog.equals("ElicitIntent")) {
      throw configuration.wrong(
          "WelcomeMessages",
          "absent unless SessionState.DialogAction.Type is ElicitIntent",
          CONFIGURATION);
    }
    for (ActionParameters message : messages) {
      message.word("ContentType", List.of("PlainText", "SSML"), CONFIGURATION);
      message.requiredText("Content", MAX_MESSAGE, CONFIGURATION);
    }
  }
}
