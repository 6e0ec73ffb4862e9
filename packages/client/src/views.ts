import type { Recipe } from "@ascent/core";
import type * as api from "./generated/api.ts";

/** Answers of the API under the names that the CLI and the dashboard use; all are made from the OpenAPI document. */
export type ActionView = api.Action;
export type ActorView = api.Actor;
export type AuditView = api.Audit;
export type BlueprintView = api.Blueprint;
export type BuildChangeView = api.BuildChange;
export type BuildDetailView = api.BuildDetail;
export type BuildView = api.Build;
export type ComparedArchView = api.ComparedArch;
export type ComparedPackageView = api.ComparedPackage;
export type ComparisonView = api.Comparison;
export type DefectView = api.Defect;
export type DeliveryView = api.Delivery;
export type EstimateView = api.Estimate;
export type EvidenceView = api.Evidence;
export type FailureView = api.Failure;
export type FiringView = api.Firing;
export type FlightView = api.Flight;
export type GraphEdgeRow = api.GraphEdge;
export type GraphNodeRow = api.GraphNode;
export type GraphView = api.Graph;
export type ListedRunView = api.ListedRun;
export type PackageVerdictView = api.PackageVerdict;
export type PlanView = api.Plan;
export type PurposeView = api.Purpose;
export type RebuildPlanView = api.RebuildPlan;
export type RunDiffView = api.RunDiff;
export type RunEventView = api.RunEvent;
export type RunView = api.Run;
export type SchedulePlanView = api.SchedulePlan;
export type ScheduleView = api.Schedule;
export type SeedLockView = api.SeedLock;
export type StageView = api.Stage;
export type TokenSecretView = api.TokenSecret;
export type TokenView = api.Token;
export type VerdictView = api.Verdict;
export type WebhookView = api.Webhook;
export type WhyStepView = api.WhyStep;
export type WhyView = api.Why;
export type WorkerView = api.Worker;

/** Core's own type says more of digests than a JSON schema can. */
export type RecipeView = Recipe;
