export { createErrandQueue, createQueue, type QueueConfig, type QueueTuning } from "./create-queue.ts";
