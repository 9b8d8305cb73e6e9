package org.carillon.core.voiceprofiles;

/** The kinds of voice analytics tasks. */
public enum TaskKind {
  /** Who speaks (P4). */
  SPEAKER_SEARCH("SpeakerSearchTaskId", "SpeakerSearchStatus"),
  /** In what mood (P5). */
  VOICE_TONE("VoiceToneAnalysisTaskId", "VoiceToneAnalysisStatus");

  private final String idMember;
  private final String statusMember;

  TaskKind(String idMember, String statusMember) {
    this.idMember = idMember;
    this.statusMember = statusMember;
  }

  /** The request member that names a task of the kind. */
  String idMember() {
    return idMember;
  }

  /** The member of a voice analytics processor that enables the kind. */
  String statusMember() {
    return statusMember;
  }
}
