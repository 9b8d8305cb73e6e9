/** Conversations of a caller with a bot: StartBotConversation (S4). */
package org.carillon.core.bots;
