CREATE TABLE `channel_counts` (
	`channel` text PRIMARY KEY NOT NULL,
	`received` integer NOT NULL,
	`sent` integer NOT NULL,
	`last_message_at` integer
);
--> statement-breakpoint
CREATE TABLE `chat_messages` (
	`jid` text NOT NULL,
	`id` text NOT NULL,
	`sender` text NOT NULL,
	`sender_name` text NOT NULL,
	`content` text NOT NULL,
	`at` integer NOT NULL,
	`is_from_me` integer NOT NULL,
	`is_bot` integer NOT NULL,
	PRIMARY KEY(`jid`, `id`),
	FOREIGN KEY (`jid`) REFERENCES `chats`(`jid`) ON UPDATE cascade ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `chat_messages_by_time` ON `chat_messages` (`jid`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `chats` (
	`jid` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`name` text,
	`is_group` integer NOT NULL,
	`last_message_at` integer NOT NULL,
	`message_count` integer DEFAULT 0 NOT NULL,
	`session_id` text,
	`namespace` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `chats_by_time` ON `chats` ("last_message_at" desc,"jid" desc);--> statement-breakpoint
CREATE INDEX `chats_by_channel` ON `chats` (`channel`,"last_message_at" desc,"jid" desc);--> statement-breakpoint
CREATE INDEX `chats_by_session` ON `chats` (`session_id`);--> statement-breakpoint
CREATE TABLE `inbound` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`channel` text NOT NULL,
	`event_id` text NOT NULL,
	`jid` text NOT NULL,
	`message_id` text NOT NULL,
	`state` text NOT NULL,
	`turn_id` text,
	`received_at` integer NOT NULL,
	CONSTRAINT "inbound_state" CHECK("inbound"."state" in ('waiting', 'answering', 'done'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbound_by_event` ON `inbound` (`channel`,`event_id`);--> statement-breakpoint
CREATE INDEX `inbound_open` ON `inbound` (`jid`,`seq`) WHERE "inbound"."state" <> 'done';--> statement-breakpoint
CREATE INDEX `inbound_by_turn` ON `inbound` (`turn_id`) WHERE "inbound"."turn_id" is not null;--> statement-breakpoint
CREATE INDEX `inbound_by_time` ON `inbound` (`received_at`);--> statement-breakpoint
CREATE TABLE `outbound` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`channel` text NOT NULL,
	`jid` text NOT NULL,
	`inbound_seq` integer,
	`content` text NOT NULL,
	`pieces` text NOT NULL,
	`reply_to` text,
	`state` text NOT NULL,
	`is_sending` integer DEFAULT false NOT NULL,
	`unsure` integer DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_at` integer NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	CONSTRAINT "outbound_state" CHECK("outbound"."state" in ('pending', 'sent', 'failed'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbound_id_unique` ON `outbound` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `outbound_inbound_seq_unique` ON `outbound` (`inbound_seq`);--> statement-breakpoint
CREATE INDEX `outbound_pending` ON `outbound` (`jid`,`seq`) WHERE "outbound"."state" = 'pending';--> statement-breakpoint
CREATE INDEX `outbound_by_time` ON `outbound` (`created_at`);