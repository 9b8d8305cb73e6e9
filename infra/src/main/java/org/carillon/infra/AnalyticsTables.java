package org.carillon.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Glue tables of call analytics (A7): names and columns as the hosted service's data lake has
 * them, so that queries written for it run here.
 */
final class AnalyticsTables {

  private static final String ITEMS =
      "array<struct<Content:string,StartTime:double,EndTime:double,Type:string,ItemType:string,"
          + "Confidence:double,Stable:boolean,VocabularyFilterMatch:boolean,"
          + "BeginOffsetMillis:bigint,EndOffsetMillis:bigint>>";

  private static final String UTTERANCE =
      "struct<UtteranceId:string,ParticipantRole:string,IsPartial:boolean,"
          + "BeginOffsetMillis:bigint,EndOffsetMillis:bigint,Transcript:string,Sentiment:string,"
          + "Items:"
          + ITEMS
          + ",Entities:array<struct<Content:string,Confidence:double,Category:string,Type:string,"
          + "BeginOffsetMillis:bigint,EndOffsetMillis:bigint>>,"
          + "IssuesDetected:array<struct<CharacterOffsets:struct<Begin:int,End:int>>>>";

  private static final String CATEGORY = "struct<MatchedCategories:array<string>>";

  private static final String TRANSCRIPT =
      "struct<ResultId:string,StartTime:double,EndTime:double,IsPartial:boolean,ChannelId:string,"
          + "Alternatives:array<struct<Transcript:string,Items:"
          + ITEMS
          + ",Entities:array<struct<Content:string,Confidence:double,Category:string,Type:string,"
          + "StartTime:double,EndTime:double>>>>>";

  private static final String VOICE =
      "struct<taskId:string,detailStatus:string,statusMessage:string,voiceConnectorId:string,"
          + "transactionId:string,callId:string,isCaller:boolean,mediaInsightsPipelineId:string,"
          + "sourceArn:string,streamArn:string,channelId:int,participantRole:string,"
          + "streamStartTime:string,startFragmentNumber:string";

  private static final String SPEAKER =
      VOICE
          + ",speakerSearchDetails:struct<results:array<struct<voiceProfileId:string,"
          + "confidenceScore:string>>,voiceprintGenerationStatus:string>>";

  private static final String TONE =
      VOICE
          + ",voiceToneAnalysisDetails:struct<currentAverageVoiceTone:"
          + tone()
          + ",overallAverageVoiceTone:"
          + tone()
          + ">>";

  /**
   * What Amazon Transcribe leaves of a call when it is over; the hosted service's queries name
   * these columns (jobstatus, transcript.content, contentmetadata.output and so on).
   */
  private static final List<String> POST_CALL =
      List.of(
          "jobstatus:string",
          "languagecode:string",
          "transcript:array<struct<Id:string,ParticipantRole:string,Content:string,"
              + "Sentiment:string,BeginOffsetMillis:bigint,EndOffsetMillis:bigint,"
              + "LoudnessScores:array<double>,Items:array<struct<Type:string,Content:string,"
              + "Confidence:string,BeginOffsetMillis:bigint,EndOffsetMillis:bigint>>,"
              + "IssuesDetected:array<struct<CharacterOffsets:struct<Begin:int,End:int>>>>>",
          "accountid:string",
          "categories:struct<MatchedCategories:array<string>,MatchedDetails:string>",
          "channel:string",
          "participants:array<struct<ParticipantRole:string>>",
          "conversationcharacteristics:struct<TotalConversationDurationMillis:bigint,"
              + "TalkTime:struct<TotalTimeMillis:bigint>,NonTalkTime:struct<TotalTimeMillis:bigint>,"
              + "Interruptions:struct<TotalCount:int,TotalTimeMillis:bigint>>",
          "sessionid:string",
          "contentmetadata:struct<Output:string>");

  /** What every record has. */
  private static final List<String> ENVELOPE =
      List.of(
          "time:string",
          "detail-type:string",
          "service-type:string",
          "mediainsightspipelineid:string",
          "metadata:string");

  private static final List<String> NOTIFICATION =
      List.of(
          "time:string",
          "detail-type:string",
          "service-type:string",
          "source:string",
          "account:string",
          "region:string",
          "version:string",
          "id:string");

  private AnalyticsTables() {}

  private static String tone() {
    return "struct<startTime:string,endTime:string,beginOffsetMillis:bigint,"
        + "endOffsetMillis:bigint,voiceToneLabel:string,"
        + "voiceToneScore:struct<neutral:string,positive:string,negative:string>>";
  }

  /**
   * A table.
   *
   * @param detailType the records it has, a part of their place in the lake
   * @param columns {@code name:type} each
   */
  record Table(String detailType, List<String> columns) {}

  /** The tables by name. */
  static Map<String, Table> all() {
    Map<String, Table> tables = new TreeMap<>();
    List<String> kinds = List.of("detail-subtype:string", "callevent-type:string");
    tables.put("call_analytics_metadata", table("CallAnalyticsMetadata", ENVELOPE, kinds));
    tables.put(
        "call_analytics_recording_metadata",
        table("Recording", ENVELOPE, join(kinds, List.of("s3mediaobjectconsoleurl:string"))));
    tables.put(
        "transcribe_call_analytics",
        table("TranscribeCallAnalytics", ENVELOPE, List.of("utteranceevent:" + UTTERANCE)));
    tables.put(
        "transcribe_call_analytics_category_events",
        table(
            "TranscribeCallAnalyticsCategoryEvents",
            ENVELOPE,
            List.of("categoryevent:array<" + CATEGORY + ">")));
    tables.put(
        "transcribe", table("Transcribe", ENVELOPE, List.of("transcriptevent:" + TRANSCRIPT)));
    tables.put(
        "voice_analytics_status",
        table("VoiceAnalyticsStatus", NOTIFICATION, List.of("detail:" + VOICE + ">")));
    tables.put(
        "speaker_search_status",
        table("SpeakerSearchStatus", NOTIFICATION, List.of("detail:" + SPEAKER)));
    tables.put(
        "voice_tone_analysis_status",
        table("VoiceToneAnalysisStatus", NOTIFICATION, List.of("detail:" + TONE)));
    return tables;
  }

  /** The columns of all records together: what the stream is written by. */
  static List<String> streamColumns() {
    return join(
        ENVELOPE,
        List.of(
            "detail-subtype:string",
            "callevent-type:string",
            "s3mediaobjectconsoleurl:string",
            "utteranceevent:" + UTTERANCE,
            "categoryevent:array<" + CATEGORY + ">",
            "transcriptevent:" + TRANSCRIPT,
            "source:string",
            "account:string",
            "region:string",
            "version:string",
            "id:string",
            "detail:"
                + VOICE
                + ",speakerSearchDetails:struct<results:array<struct<voiceProfileId:string,"
                + "confidenceScore:string>>,voiceprintGenerationStatus:string>,"
                + "voiceToneAnalysisDetails:struct<currentAverageVoiceTone:"
                + tone()
                + ",overallAverageVoiceTone:"
                + tone()
                + ">>"));
  }

  /**
   * The columns of {@code transcribe_call_analytics_post_call}: files of JSON, not of the stream.
   */
  static List<String> postCallColumns() {
    return POST_CALL;
  }

  private static Table table(String detailType, List<String> columns, List<String> more) {
    return new Table(detailType, join(columns, more));
  }

  private static List<String> join(List<String> first, List<String> second) {
    return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
  }
}
