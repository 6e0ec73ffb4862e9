export { type MemoryBroker, memoryBroker, memoryQueue } from "./memory-queue.ts";
export { type QueueServer, type QueueUnderTest, queueConformance } from "./queue-conformance.ts";
export { type RecordedLine, type RecordedLog, recordedLog } from "./recorded-log.ts";
export { type TcpGate, tcpGate } from "./tcp-gate.ts";
