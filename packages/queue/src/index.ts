export { type BoardQueues, openBoardQueues } from "./board-queues.ts";
export { createErrandQueue, createQueue, type QueueConfig, type QueueTuning } from "./create-queue.ts";
