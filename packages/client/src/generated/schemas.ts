// Made from docs/openapi.json by `npm run openapi`.
export const SCHEMAS = {
  "answers": {
    "GET /healthz 200": {
      "$ref": "#/$defs/Health"
    },
    "GET /readyz 200": {
      "$ref": "#/$defs/Health"
    },
    "GET /v1/actions 200": {
      "$ref": "#/$defs/ActionList"
    },
    "GET /v1/audit 200": {
      "$ref": "#/$defs/Audit"
    },
    "GET /v1/blueprints 200": {
      "$ref": "#/$defs/BlueprintList"
    },
    "GET /v1/builds/{id} 200": {
      "$ref": "#/$defs/BuildDetail"
    },
    "POST /v1/builds/{id}/cancel 200": {
      "$ref": "#/$defs/Cancelled"
    },
    "GET /v1/builds/{id}/log/lines 200": {
      "$ref": "#/$defs/LogLines"
    },
    "GET /v1/builds/{id}/recipe 200": {
      "$ref": "#/$defs/Recipe"
    },
    "POST /v1/builds/{id}/retry 200": {
      "$ref": "#/$defs/Retried"
    },
    "GET /v1/me 200": {
      "$ref": "#/$defs/Actor"
    },
    "POST /v1/plans 200": {
      "$ref": "#/$defs/Plan"
    },
    "POST /v1/runs 200": {
      "$ref": "#/$defs/StartedRun"
    },
    "POST /v1/runs 201": {
      "$ref": "#/$defs/StartedRun"
    },
    "GET /v1/runs 200": {
      "$ref": "#/$defs/RunList"
    },
    "GET /v1/runs/{id} 200": {
      "$ref": "#/$defs/Run"
    },
    "PATCH /v1/runs/{id} 200": {
      "$ref": "#/$defs/Run"
    },
    "GET /v1/runs/{id}/builds 200": {
      "$ref": "#/$defs/BuildList"
    },
    "POST /v1/runs/{id}/cancel 200": {
      "$ref": "#/$defs/Run"
    },
    "POST /v1/runs/{id}/comparisons 200": {
      "$ref": "#/$defs/Comparison"
    },
    "GET /v1/runs/{id}/diff/{other} 200": {
      "$ref": "#/$defs/RunDiff"
    },
    "GET /v1/runs/{id}/evidence 200": {
      "$ref": "#/$defs/EvidenceList"
    },
    "GET /v1/runs/{id}/flight 200": {
      "$ref": "#/$defs/Flight"
    },
    "GET /v1/runs/{id}/graph 200": {
      "$ref": "#/$defs/Graph"
    },
    "POST /v1/runs/{id}/packages/{package}/cancel 200": {
      "$ref": "#/$defs/Cancelled"
    },
    "POST /v1/runs/{id}/rebuilds 200": {
      "$ref": "#/$defs/StartedRebuild"
    },
    "POST /v1/runs/{id}/rebuilds 201": {
      "$ref": "#/$defs/StartedRebuild"
    },
    "GET /v1/runs/{id}/rebuilds 200": {
      "$ref": "#/$defs/RunList"
    },
    "POST /v1/runs/{id}/retry 200": {
      "$ref": "#/$defs/Retried"
    },
    "GET /v1/runs/{id}/seed-locks 200": {
      "$ref": "#/$defs/SeedLockList"
    },
    "GET /v1/runs/{id}/stages 200": {
      "$ref": "#/$defs/StageList"
    },
    "POST /v1/runs/{id}/stages/{stage}/cancel 200": {
      "$ref": "#/$defs/Cancelled"
    },
    "POST /v1/runs/{id}/stages/{stage}/retry 200": {
      "$ref": "#/$defs/Retried"
    },
    "GET /v1/runs/{id}/verdict 200": {
      "$ref": "#/$defs/Verdict"
    },
    "GET /v1/runs/{id}/why 200": {
      "$ref": "#/$defs/Why"
    },
    "GET /v1/schedules 200": {
      "$ref": "#/$defs/ScheduleList"
    },
    "POST /v1/schedules 201": {
      "$ref": "#/$defs/PlannedSchedule"
    },
    "GET /v1/schedules/{id} 200": {
      "$ref": "#/$defs/Schedule"
    },
    "PATCH /v1/schedules/{id} 200": {
      "$ref": "#/$defs/PlannedSchedule"
    },
    "POST /v1/schedules/{id}/fire 200": {
      "$ref": "#/$defs/Firing"
    },
    "GET /v1/schedules/{id}/firings 200": {
      "$ref": "#/$defs/FiringList"
    },
    "POST /v1/seed-locks 200": {
      "$ref": "#/$defs/SeedLock"
    },
    "POST /v1/session 200": {
      "$ref": "#/$defs/Session"
    },
    "DELETE /v1/session 200": {
      "$ref": "#/$defs/SignedOut"
    },
    "GET /v1/session/methods 200": {
      "$ref": "#/$defs/SignInMethods"
    },
    "GET /v1/tokens 200": {
      "$ref": "#/$defs/TokenList"
    },
    "POST /v1/tokens 201": {
      "$ref": "#/$defs/TokenSecret"
    },
    "DELETE /v1/tokens/{id} 200": {
      "$ref": "#/$defs/Token"
    },
    "POST /v1/tokens/{id}/rotate 200": {
      "$ref": "#/$defs/TokenSecret"
    },
    "GET /v1/webhooks 200": {
      "$ref": "#/$defs/WebhookList"
    },
    "POST /v1/webhooks 201": {
      "$ref": "#/$defs/WebhookWithSecret"
    },
    "GET /v1/webhooks/{id} 200": {
      "$ref": "#/$defs/Webhook"
    },
    "PATCH /v1/webhooks/{id} 200": {
      "$ref": "#/$defs/Webhook"
    },
    "GET /v1/webhooks/{id}/deliveries 200": {
      "$ref": "#/$defs/DeliveryList"
    },
    "POST /v1/webhooks/{id}/deliveries/{delivery}/replay 202": {
      "$ref": "#/$defs/Delivery"
    },
    "POST /v1/webhooks/{id}/ping 202": {
      "$ref": "#/$defs/Delivery"
    },
    "POST /v1/webhooks/{id}/rotate 200": {
      "$ref": "#/$defs/WebhookWithSecret"
    },
    "GET /v1/workers 200": {
      "$ref": "#/$defs/WorkerList"
    },
    "POST /v1/workers/{id}/drain 200": {
      "$ref": "#/$defs/Worker"
    },
    "POST /v1/workers/{id}/undrain 200": {
      "$ref": "#/$defs/Worker"
    }
  },
  "components": {
    "Action": {
      "type": "object",
      "properties": {
        "sequence": {
          "type": "integer"
        },
        "at": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "actor": {
          "type": "string"
        },
        "role": {
          "type": "string",
          "enum": [
            "viewer",
            "worker",
            "maintainer",
            "admin"
          ]
        },
        "action": {
          "type": "string"
        },
        "target": {
          "type": "string"
        },
        "outcome": {
          "type": "string",
          "enum": [
            "done",
            "refused",
            "failed"
          ]
        },
        "status": {
          "type": "integer"
        },
        "reason": {
          "type": "string"
        },
        "requestId": {
          "type": "string"
        },
        "address": {
          "type": "string"
        }
      },
      "required": [
        "sequence",
        "at",
        "action",
        "target",
        "outcome",
        "status",
        "requestId",
        "address"
      ]
    },
    "ActionList": {
      "type": "object",
      "properties": {
        "actions": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Action"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "actions"
      ]
    },
    "Actor": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "role": {
          "type": "string",
          "enum": [
            "viewer",
            "worker",
            "maintainer",
            "admin"
          ]
        },
        "via": {
          "type": "string",
          "enum": [
            "installation",
            "token",
            "session"
          ]
        },
        "id": {
          "type": "string"
        }
      },
      "required": [
        "name",
        "role",
        "via"
      ]
    },
    "Attempt": {
      "type": "object",
      "properties": {
        "number": {
          "type": "integer"
        },
        "state": {
          "type": "string"
        },
        "worker": {
          "type": "string"
        },
        "startedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "finishedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "failure": {
          "$ref": "#/$defs/Failure"
        },
        "steps": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/StepReport"
          }
        },
        "logDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        }
      },
      "required": [
        "number",
        "state",
        "steps"
      ]
    },
    "Audit": {
      "type": "object",
      "properties": {
        "holds": {
          "type": "boolean"
        },
        "head": {
          "$ref": "#/$defs/RecordHead"
        },
        "since": {
          "$ref": "#/$defs/RecordHead"
        },
        "problems": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "kind": {
                "type": "string",
                "enum": [
                  "broken",
                  "changed",
                  "unrecorded",
                  "head-lost"
                ]
              },
              "position": {
                "type": "integer"
              },
              "record": {
                "type": "string"
              },
              "rows": {
                "type": "string"
              },
              "message": {
                "type": "string"
              }
            },
            "required": [
              "kind",
              "message"
            ]
          }
        },
        "problemCount": {
          "type": "integer"
        }
      },
      "required": [
        "holds",
        "problems",
        "problemCount"
      ]
    },
    "Blueprint": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "digest": {
          "type": "string"
        },
        "description": {
          "type": "string"
        },
        "arches": {
          "type": "array",
          "items": {
            "type": "string",
            "enum": [
              "x86_64",
              "aarch64"
            ]
          }
        },
        "stages": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "name": {
                "type": "string"
              },
              "inputs": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "name",
              "inputs"
            ]
          }
        },
        "seeds": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "name": {
                "type": "string"
              },
              "type": {
                "type": "string"
              },
              "reason": {
                "type": "string"
              }
            },
            "required": [
              "name",
              "type",
              "reason"
            ]
          }
        }
      },
      "required": [
        "name",
        "digest",
        "description",
        "arches",
        "stages",
        "seeds"
      ]
    },
    "BlueprintList": {
      "type": "object",
      "properties": {
        "blueprints": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Blueprint"
          }
        }
      },
      "required": [
        "blueprints"
      ]
    },
    "Build": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "runId": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "stage": {
          "type": "string"
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "name": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "state": {
          "type": "string",
          "enum": [
            "waiting",
            "ready",
            "building",
            "done",
            "failed",
            "blocked",
            "cancelled"
          ]
        },
        "cached": {
          "type": "boolean"
        },
        "attempt": {
          "type": "integer"
        },
        "wave": {
          "type": "integer"
        },
        "remaining": {
          "type": "integer"
        },
        "waitsFor": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "blockedBy": {
          "type": "string"
        },
        "worker": {
          "type": "string"
        },
        "step": {
          "$ref": "#/$defs/Step"
        },
        "key": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "logDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "failure": {
          "$ref": "#/$defs/Failure"
        },
        "startedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "finishedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        }
      },
      "required": [
        "id",
        "runId",
        "stage",
        "arch",
        "name",
        "version",
        "state",
        "cached",
        "attempt",
        "wave",
        "remaining",
        "waitsFor"
      ]
    },
    "BuildChange": {
      "type": "object",
      "properties": {
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "stage": {
          "type": "string"
        },
        "name": {
          "type": "string"
        },
        "first": {
          "type": "string"
        },
        "second": {
          "type": "string"
        },
        "recipe": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/RecipeChange"
          }
        },
        "environment": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/EnvironmentChange"
          }
        },
        "bits": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "cause": {
          "type": "object",
          "properties": {
            "kind": {
              "type": "string",
              "enum": [
                "recipe",
                "seed",
                "environment",
                "builder",
                "unreproducible",
                "new",
                "gone",
                "unbuilt"
              ]
            },
            "at": {
              "type": "string"
            },
            "details": {
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "through": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          },
          "required": [
            "kind",
            "at",
            "details",
            "through"
          ]
        }
      },
      "required": [
        "arch",
        "stage",
        "name",
        "recipe",
        "environment",
        "bits",
        "cause"
      ]
    },
    "BuildDetail": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "runId": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "stage": {
          "type": "string"
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "name": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "state": {
          "type": "string",
          "enum": [
            "waiting",
            "ready",
            "building",
            "done",
            "failed",
            "blocked",
            "cancelled"
          ]
        },
        "cached": {
          "type": "boolean"
        },
        "attempt": {
          "type": "integer"
        },
        "wave": {
          "type": "integer"
        },
        "remaining": {
          "type": "integer"
        },
        "waitsFor": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "blockedBy": {
          "type": "string"
        },
        "worker": {
          "type": "string"
        },
        "step": {
          "$ref": "#/$defs/Step"
        },
        "key": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "logDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "failure": {
          "$ref": "#/$defs/Failure"
        },
        "startedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "finishedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "definition": {
          "type": "object",
          "properties": {
            "file": {
              "type": "string"
            },
            "digest": {
              "type": "string",
              "pattern": "^sha256:[0-9a-f]{64}$"
            }
          },
          "required": [
            "file",
            "digest"
          ]
        },
        "steps": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "attempts": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Attempt"
          }
        },
        "environment": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Locked"
          }
        },
        "sources": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "uri": {
                "type": "string"
              },
              "digest": {
                "type": "string",
                "pattern": "^sha256:[0-9a-f]{64}$"
              },
              "from": {
                "type": "string"
              }
            },
            "required": [
              "uri",
              "digest",
              "from"
            ]
          }
        },
        "outputs": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Output"
          }
        },
        "blocks": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "id",
        "runId",
        "stage",
        "arch",
        "name",
        "version",
        "state",
        "cached",
        "attempt",
        "wave",
        "remaining",
        "waitsFor",
        "definition",
        "steps",
        "attempts",
        "environment",
        "sources",
        "outputs",
        "blocks"
      ]
    },
    "BuildList": {
      "type": "object",
      "properties": {
        "builds": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Build"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "builds"
      ]
    },
    "Cancelled": {
      "type": "object",
      "properties": {
        "cancelled": {
          "type": "integer"
        }
      },
      "required": [
        "cancelled"
      ]
    },
    "ChangeRun": {
      "type": "object",
      "properties": {
        "priority": {
          "type": "integer",
          "minimum": 0,
          "maximum": 10
        }
      },
      "required": [
        "priority"
      ],
      "additionalProperties": false
    },
    "ComparedArch": {
      "type": "object",
      "properties": {
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "seeds": {
          "type": "object",
          "properties": {
            "first": {
              "$ref": "#/$defs/Seed"
            },
            "second": {
              "$ref": "#/$defs/Seed"
            }
          },
          "required": [
            "first",
            "second"
          ]
        },
        "isOtherSeed": {
          "type": "boolean"
        },
        "stages": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "stage": {
                "type": "string"
              },
              "same": {
                "type": "integer"
              },
              "different": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "stage",
              "same",
              "different"
            ]
          }
        },
        "packages": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/ComparedPackage"
          }
        },
        "firstDivergence": {
          "type": "string"
        }
      },
      "required": [
        "arch",
        "seeds",
        "isOtherSeed",
        "stages",
        "packages"
      ]
    },
    "ComparedPackage": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "outcome": {
          "type": "string",
          "enum": [
            "same",
            "different",
            "other-recipe",
            "missing"
          ]
        },
        "first": {
          "$ref": "#/$defs/ComparedSide"
        },
        "second": {
          "$ref": "#/$defs/ComparedSide"
        },
        "since": {
          "type": "string"
        },
        "differences": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "report": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        }
      },
      "required": [
        "name",
        "outcome",
        "differences"
      ]
    },
    "ComparedSide": {
      "type": "object",
      "properties": {
        "version": {
          "type": "string"
        },
        "fileDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "contentDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        }
      },
      "required": [
        "version",
        "fileDigest",
        "contentDigest"
      ]
    },
    "Comparison": {
      "type": "object",
      "properties": {
        "first": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "second": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "arches": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/ComparedArch"
          }
        },
        "holds": {
          "type": "boolean"
        }
      },
      "required": [
        "first",
        "second",
        "arches",
        "holds"
      ]
    },
    "CreateToken": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string",
          "pattern": "^[A-Za-z0-9][\\w.@-]{0,63}$"
        },
        "role": {
          "type": "string",
          "enum": [
            "viewer",
            "worker",
            "maintainer",
            "admin"
          ]
        },
        "expiresAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        }
      },
      "required": [
        "name",
        "role"
      ],
      "additionalProperties": false
    },
    "Defect": {
      "type": "object",
      "properties": {
        "severity": {
          "type": "string",
          "enum": [
            "defect",
            "warning"
          ]
        },
        "code": {
          "type": "string"
        },
        "place": {
          "$ref": "#/$defs/Place"
        },
        "message": {
          "type": "string"
        },
        "wayOut": {
          "type": "string"
        }
      },
      "required": [
        "severity",
        "code",
        "place",
        "message",
        "wayOut"
      ]
    },
    "Delivery": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "webhookId": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "messageId": {
          "type": "string"
        },
        "type": {
          "type": "string"
        },
        "runId": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "body": {
          "type": "string"
        },
        "state": {
          "type": "string",
          "enum": [
            "pending",
            "delivered",
            "failed"
          ]
        },
        "createdAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "dueAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "finishedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "tries": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/DeliveryTry"
          }
        },
        "replayOf": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        }
      },
      "required": [
        "id",
        "webhookId",
        "messageId",
        "type",
        "body",
        "state",
        "createdAt",
        "tries"
      ]
    },
    "DeliveryList": {
      "type": "object",
      "properties": {
        "deliveries": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Delivery"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "deliveries"
      ]
    },
    "DeliveryTry": {
      "type": "object",
      "properties": {
        "number": {
          "type": "integer"
        },
        "at": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "milliseconds": {
          "type": "integer"
        },
        "status": {
          "type": "integer"
        },
        "response": {
          "type": "string"
        },
        "error": {
          "type": "object",
          "properties": {
            "code": {
              "type": "string"
            },
            "message": {
              "type": "string"
            }
          },
          "required": [
            "code",
            "message"
          ]
        }
      },
      "required": [
        "number",
        "at",
        "milliseconds"
      ]
    },
    "EnvironmentChange": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "input": {
          "type": "string"
        },
        "first": {
          "type": "string"
        },
        "second": {
          "type": "string"
        }
      },
      "required": [
        "name",
        "input"
      ]
    },
    "Estimate": {
      "type": "object",
      "properties": {
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "finishAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "workSeconds": {
          "type": "number"
        },
        "pathSeconds": {
          "type": "number"
        },
        "slots": {
          "type": "integer"
        },
        "left": {
          "type": "integer"
        },
        "guessed": {
          "type": "integer"
        }
      },
      "required": [
        "arch",
        "finishAt",
        "workSeconds",
        "pathSeconds",
        "slots",
        "left",
        "guessed"
      ]
    },
    "Evidence": {
      "type": "object",
      "properties": {
        "kind": {
          "type": "string",
          "enum": [
            "residue",
            "rebuild",
            "fixed-point",
            "other-seed"
          ]
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "package": {
          "type": "string"
        },
        "buildKey": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "contentDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "outcome": {
          "type": "string",
          "enum": [
            "holds",
            "fails"
          ]
        },
        "summary": {
          "type": "string"
        },
        "reasons": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "seedLock": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "documents": {
          "type": "array",
          "items": {
            "type": "string",
            "pattern": "^sha256:[0-9a-f]{64}$"
          }
        }
      },
      "required": [
        "kind",
        "arch",
        "package",
        "buildKey",
        "contentDigest",
        "outcome",
        "summary",
        "reasons",
        "documents"
      ]
    },
    "EvidenceList": {
      "type": "object",
      "properties": {
        "evidence": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Evidence"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "evidence"
      ]
    },
    "Failure": {
      "type": "object",
      "properties": {
        "code": {
          "type": "string"
        },
        "message": {
          "type": "string"
        },
        "wayOut": {
          "type": "string"
        },
        "step": {
          "type": "string"
        },
        "retryable": {
          "type": "boolean"
        },
        "logTail": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "code",
        "message",
        "retryable",
        "logTail"
      ]
    },
    "Finding": {
      "oneOf": [
        {
          "type": "object",
          "properties": {
            "state": {
              "type": "string",
              "const": "holds"
            },
            "evidence": {
              "type": "string"
            }
          },
          "required": [
            "state",
            "evidence"
          ]
        },
        {
          "type": "object",
          "properties": {
            "state": {
              "type": "string",
              "const": "fails"
            },
            "reasons": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          },
          "required": [
            "state",
            "reasons"
          ]
        },
        {
          "type": "object",
          "properties": {
            "state": {
              "type": "string",
              "const": "not-checked"
            },
            "why": {
              "type": "string"
            }
          },
          "required": [
            "state",
            "why"
          ]
        }
      ]
    },
    "Firing": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "scheduleId": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "dueAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "firedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "firedBy": {
          "type": "string"
        },
        "outcome": {
          "type": "string",
          "enum": [
            "starting",
            "started",
            "skipped",
            "refused"
          ]
        },
        "runId": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "runState": {
          "type": "string",
          "enum": [
            "preparing",
            "running",
            "succeeded",
            "failed",
            "cancelled"
          ]
        },
        "failure": {
          "type": "object",
          "properties": {
            "code": {
              "type": "string"
            },
            "message": {
              "type": "string"
            },
            "wayOut": {
              "type": "string"
            }
          },
          "required": [
            "code",
            "message"
          ]
        }
      },
      "required": [
        "id",
        "scheduleId",
        "dueAt",
        "firedAt",
        "outcome"
      ]
    },
    "FiringList": {
      "type": "object",
      "properties": {
        "firings": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Firing"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "firings"
      ]
    },
    "Flight": {
      "type": "object",
      "properties": {
        "version": {
          "type": "integer"
        },
        "stages": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Stage"
          }
        },
        "estimates": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Estimate"
          }
        },
        "paths": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "arch": {
                "type": "string",
                "enum": [
                  "x86_64",
                  "aarch64"
                ]
              },
              "builds": {
                "type": "array",
                "items": {
                  "type": "integer",
                  "minimum": 0
                }
              }
            },
            "required": [
              "arch",
              "builds"
            ]
          }
        },
        "builds": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/FlightRow"
          }
        }
      },
      "required": [
        "version",
        "stages",
        "paths",
        "builds"
      ]
    },
    "FlightRow": {
      "type": "array",
      "prefixItems": [
        {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        {
          "type": "string"
        },
        {
          "type": "string"
        },
        {
          "type": "string"
        },
        {
          "type": "string",
          "enum": [
            "waiting",
            "ready",
            "building",
            "done",
            "failed",
            "blocked",
            "cancelled"
          ]
        },
        {
          "type": "boolean"
        },
        {
          "type": "integer"
        },
        {
          "type": "integer"
        },
        {
          "type": [
            "string",
            "null"
          ]
        },
        {
          "anyOf": [
            {
              "type": "integer"
            },
            {
              "type": "null"
            }
          ]
        },
        {
          "anyOf": [
            {
              "type": "integer"
            },
            {
              "type": "null"
            }
          ]
        },
        {
          "type": "number"
        },
        {
          "anyOf": [
            {
              "type": "integer",
              "minimum": 0
            },
            {
              "type": "null"
            }
          ]
        },
        {
          "type": [
            "string",
            "null"
          ]
        },
        {
          "type": [
            "string",
            "null"
          ]
        }
      ],
      "items": false,
      "minItems": 16,
      "maxItems": 16
    },
    "Graph": {
      "type": "object",
      "properties": {
        "nodes": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/GraphNode"
          }
        },
        "edges": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/GraphEdge"
          }
        },
        "criticalPaths": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "arch": {
                "type": "string",
                "enum": [
                  "x86_64",
                  "aarch64"
                ]
              },
              "builds": {
                "type": "array",
                "items": {
                  "type": "integer",
                  "minimum": 0
                }
              },
              "seconds": {
                "type": "number"
              }
            },
            "required": [
              "arch",
              "builds",
              "seconds"
            ]
          }
        }
      },
      "required": [
        "nodes",
        "edges",
        "criticalPaths"
      ]
    },
    "GraphEdge": {
      "type": "array",
      "prefixItems": [
        {
          "type": "integer",
          "minimum": 0
        },
        {
          "type": "integer",
          "minimum": 0
        },
        {
          "type": "string",
          "enum": [
            "waits",
            "takes"
          ]
        },
        {
          "type": [
            "string",
            "null"
          ]
        },
        {
          "type": [
            "string",
            "null"
          ]
        }
      ],
      "items": false,
      "minItems": 5,
      "maxItems": 5
    },
    "GraphNode": {
      "type": "array",
      "prefixItems": [
        {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        {
          "type": "string"
        },
        {
          "type": "string"
        },
        {
          "type": "integer"
        },
        {
          "type": "number"
        },
        {
          "type": "string",
          "enum": [
            "history",
            "stage",
            "guess"
          ]
        }
      ],
      "items": false,
      "minItems": 7,
      "maxItems": 7
    },
    "Health": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "ok",
            "failing"
          ]
        },
        "checks": {
          "type": "object",
          "propertyNames": {
            "type": "string"
          },
          "additionalProperties": {
            "type": "string"
          }
        }
      },
      "required": [
        "status",
        "checks"
      ]
    },
    "Located": {
      "type": "object",
      "properties": {
        "value": {
          "type": "string"
        },
        "place": {
          "$ref": "#/$defs/Place"
        }
      },
      "required": [
        "value",
        "place"
      ]
    },
    "LockSeed": {
      "type": "object",
      "properties": {
        "blueprint": {
          "type": "string",
          "minLength": 1,
          "maxLength": 500,
          "pattern": "^[^\\0]*$"
        },
        "seed": {
          "type": "string",
          "minLength": 1,
          "maxLength": 500,
          "pattern": "^[^\\0]*$"
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "renew": {
          "default": false,
          "type": "boolean"
        }
      },
      "required": [
        "blueprint",
        "seed",
        "arch"
      ],
      "additionalProperties": false
    },
    "Locked": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "input": {
          "type": "string"
        },
        "fileDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "contentDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        }
      },
      "required": [
        "name",
        "version",
        "input",
        "fileDigest",
        "contentDigest"
      ]
    },
    "LogLine": {
      "type": "object",
      "properties": {
        "line": {
          "type": "integer",
          "minimum": 1
        },
        "text": {
          "type": "string"
        },
        "isMatch": {
          "type": "boolean"
        }
      },
      "required": [
        "line",
        "text"
      ]
    },
    "LogLines": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "integer",
          "minimum": 1
        },
        "lines": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/LogLine"
          }
        },
        "next": {
          "type": "integer",
          "minimum": 1
        }
      },
      "required": [
        "lines"
      ]
    },
    "NewSchedule": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string",
          "minLength": 1,
          "maxLength": 100,
          "pattern": "^[^\\0]*$"
        },
        "request": {
          "$ref": "#/$defs/StartRunInput"
        },
        "cron": {
          "type": "string",
          "maxLength": 200
        },
        "timezone": {
          "default": "UTC",
          "type": "string",
          "maxLength": 100
        },
        "overlap": {
          "default": "skip",
          "type": "string",
          "enum": [
            "skip",
            "start"
          ]
        },
        "enabled": {
          "default": true,
          "type": "boolean"
        }
      },
      "required": [
        "name",
        "request",
        "cron"
      ],
      "additionalProperties": false
    },
    "NewWebhook": {
      "type": "object",
      "properties": {
        "url": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2000
        },
        "events": {
          "minItems": 1,
          "maxItems": 18,
          "type": "array",
          "items": {
            "type": "string",
            "enum": [
              "run.created",
              "run.running",
              "run.succeeded",
              "run.failed",
              "run.cancelled",
              "run.retried",
              "run.judged",
              "seed.locked",
              "seed.failed",
              "stage.opened",
              "stage.completed",
              "stage.failed",
              "build.building",
              "build.done",
              "build.failed",
              "build.blocked",
              "build.lost",
              "build.cancelled"
            ]
          }
        },
        "enabled": {
          "default": true,
          "type": "boolean"
        }
      },
      "required": [
        "url"
      ],
      "additionalProperties": false
    },
    "Output": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "fileDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "contentDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "size": {
          "type": "integer"
        },
        "sbom": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "attestation": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        }
      },
      "required": [
        "name",
        "version",
        "fileDigest",
        "contentDigest",
        "size",
        "sbom"
      ]
    },
    "PackageVerdict": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "fileDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "contentDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "findings": {
          "type": "object",
          "required": [
            "declared",
            "resolved",
            "clean",
            "reproducible",
            "fixed-point",
            "seed-independent"
          ],
          "properties": {
            "declared": {
              "$ref": "#/$defs/Finding"
            },
            "resolved": {
              "$ref": "#/$defs/Finding"
            },
            "clean": {
              "$ref": "#/$defs/Finding"
            },
            "reproducible": {
              "$ref": "#/$defs/Finding"
            },
            "fixed-point": {
              "$ref": "#/$defs/Finding"
            },
            "seed-independent": {
              "$ref": "#/$defs/Finding"
            }
          }
        },
        "rung": {
          "type": "string",
          "enum": [
            "declared",
            "resolved",
            "clean",
            "reproducible",
            "fixed-point",
            "seed-independent"
          ]
        }
      },
      "required": [
        "name",
        "version",
        "arch",
        "fileDigest",
        "contentDigest",
        "findings"
      ]
    },
    "Place": {
      "type": "object",
      "properties": {
        "file": {
          "type": "string"
        },
        "line": {
          "type": "integer"
        },
        "column": {
          "type": "integer"
        }
      },
      "required": [
        "file",
        "line",
        "column"
      ]
    },
    "Plan": {
      "type": "object",
      "properties": {
        "blueprint": {
          "type": "string"
        },
        "seed": {
          "type": "string"
        },
        "stages": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/PlannedStage"
          }
        },
        "warnings": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Defect"
          }
        }
      },
      "required": [
        "blueprint",
        "seed",
        "stages",
        "warnings"
      ]
    },
    "PlanEdge": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "input": {
          "type": "string"
        },
        "build": {
          "type": "string"
        },
        "assumed": {
          "type": "boolean"
        },
        "place": {
          "$ref": "#/$defs/Place"
        }
      },
      "required": [
        "name",
        "input",
        "assumed",
        "place"
      ]
    },
    "PlannedBuild": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "wave": {
          "type": "integer"
        },
        "remaining": {
          "type": "integer"
        },
        "waitsFor": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "edges": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/PlanEdge"
          }
        }
      },
      "required": [
        "name",
        "version",
        "wave",
        "remaining",
        "waitsFor",
        "edges"
      ]
    },
    "PlannedSchedule": {
      "type": "object",
      "properties": {
        "schedule": {
          "$ref": "#/$defs/Schedule"
        },
        "warnings": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Defect"
          }
        }
      },
      "required": [
        "schedule",
        "warnings"
      ]
    },
    "PlannedStage": {
      "type": "object",
      "properties": {
        "stage": {
          "type": "string"
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "inputs": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "builds": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/PlannedBuild"
          }
        }
      },
      "required": [
        "stage",
        "arch",
        "inputs",
        "builds"
      ]
    },
    "Problem": {
      "type": "object",
      "properties": {
        "type": {
          "type": "string"
        },
        "title": {
          "type": "string"
        },
        "status": {
          "type": "integer"
        },
        "detail": {
          "type": "string"
        },
        "code": {
          "type": "string"
        },
        "wayOut": {
          "type": "string"
        },
        "reason": {
          "type": "string"
        },
        "needs": {
          "type": "string",
          "enum": [
            "viewer",
            "worker",
            "maintainer",
            "admin"
          ]
        },
        "requestId": {
          "type": "string"
        },
        "defects": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Defect"
          }
        },
        "warnings": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Defect"
          }
        }
      },
      "required": [
        "type",
        "title",
        "status",
        "detail",
        "code"
      ]
    },
    "Purpose": {
      "oneOf": [
        {
          "type": "object",
          "properties": {
            "kind": {
              "type": "string",
              "const": "bootstrap"
            }
          },
          "required": [
            "kind"
          ]
        },
        {
          "type": "object",
          "properties": {
            "kind": {
              "type": "string",
              "const": "rebuild"
            },
            "of": {
              "type": "string",
              "format": "uuid",
              "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
            },
            "with": {
              "type": "string",
              "enum": [
                "recorded",
                "final"
              ]
            },
            "packages": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          },
          "required": [
            "kind",
            "of",
            "with"
          ]
        }
      ]
    },
    "Recipe": {
      "type": "object",
      "properties": {
        "stage": {
          "type": "string"
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "name": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "epoch": {
          "type": "integer"
        },
        "definition": {
          "$ref": "#/$defs/RecipeDefinition"
        },
        "environment": {
          "type": "object",
          "properties": {
            "packages": {
              "type": "array",
              "items": {
                "$ref": "#/$defs/Located"
              }
            },
            "variables": {
              "type": "object",
              "propertyNames": {
                "type": "string"
              },
              "additionalProperties": {
                "type": "string"
              }
            }
          },
          "required": [
            "packages",
            "variables"
          ]
        },
        "sources": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Source"
          }
        },
        "files": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "path": {
                "type": "string"
              },
              "digest": {
                "type": "string",
                "pattern": "^sha256:[0-9a-f]{64}$"
              },
              "executable": {
                "type": "boolean"
              }
            },
            "required": [
              "path",
              "digest",
              "executable"
            ]
          }
        },
        "packages": {
          "type": "array",
          "prefixItems": [
            {
              "$ref": "#/$defs/RecipePackage"
            }
          ],
          "items": {
            "$ref": "#/$defs/RecipePackage"
          },
          "minItems": 1
        },
        "sourceDateEpoch": {
          "type": "number"
        },
        "timeoutSeconds": {
          "type": "number"
        },
        "repositories": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Located"
          }
        }
      },
      "required": [
        "stage",
        "arch",
        "name",
        "version",
        "epoch",
        "definition",
        "environment",
        "sources",
        "files",
        "packages",
        "sourceDateEpoch",
        "repositories"
      ]
    },
    "RecipeChange": {
      "type": "object",
      "properties": {
        "kind": {
          "type": "string"
        },
        "details": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "kind",
        "details"
      ]
    },
    "RecipeDefinition": {
      "type": "object",
      "properties": {
        "file": {
          "type": "string"
        },
        "digest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        }
      },
      "required": [
        "file",
        "digest"
      ]
    },
    "RecipePackage": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "description": {
          "type": "string"
        },
        "url": {
          "type": "string"
        },
        "license": {
          "type": "string"
        },
        "copyrights": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "license": {
                "type": "string"
              },
              "attestation": {
                "type": "string"
              },
              "paths": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "license",
              "paths"
            ]
          }
        },
        "runtime": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Located"
          }
        },
        "provides": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Located"
          }
        },
        "replaces": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Located"
          }
        },
        "installIf": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Located"
          }
        },
        "providerPriority": {
          "type": "integer"
        },
        "replacesPriority": {
          "type": "integer"
        },
        "scriptlets": {
          "$ref": "#/$defs/Scriptlets"
        },
        "options": {
          "type": "object",
          "properties": {
            "noProvides": {
              "type": "boolean"
            },
            "noDepends": {
              "type": "boolean"
            },
            "noCommands": {
              "type": "boolean"
            },
            "noVersionedShlibDeps": {
              "type": "boolean"
            }
          },
          "required": [
            "noProvides",
            "noDepends",
            "noCommands",
            "noVersionedShlibDeps"
          ]
        },
        "capabilities": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "path": {
                "type": "string"
              },
              "add": {
                "type": "object",
                "propertyNames": {
                  "type": "string"
                },
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "path",
              "add"
            ]
          }
        },
        "steps": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/RecipeStep"
          }
        },
        "place": {
          "$ref": "#/$defs/Place"
        }
      },
      "required": [
        "name",
        "description",
        "url",
        "license",
        "copyrights",
        "runtime",
        "provides",
        "replaces",
        "installIf",
        "scriptlets",
        "options",
        "capabilities",
        "steps",
        "place"
      ]
    },
    "RecipeStep": {
      "type": "object",
      "properties": {
        "label": {
          "type": "string"
        },
        "runs": {
          "type": "string"
        },
        "workingDirectory": {
          "type": "string"
        },
        "environment": {
          "type": "object",
          "propertyNames": {
            "type": "string"
          },
          "additionalProperties": {
            "type": "string"
          }
        },
        "place": {
          "$ref": "#/$defs/Place"
        }
      },
      "required": [
        "label",
        "runs",
        "workingDirectory",
        "environment",
        "place"
      ]
    },
    "RecordHead": {
      "type": "object",
      "properties": {
        "position": {
          "type": "integer"
        },
        "digest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        }
      },
      "required": [
        "position",
        "digest"
      ]
    },
    "Retried": {
      "type": "object",
      "properties": {
        "retried": {
          "type": "integer"
        }
      },
      "required": [
        "retried"
      ]
    },
    "RetryRun": {
      "type": "object",
      "properties": {
        "package": {
          "type": "string",
          "minLength": 1,
          "maxLength": 500,
          "pattern": "^[^\\0]*$"
        }
      },
      "additionalProperties": false
    },
    "RotateToken": {
      "type": "object",
      "properties": {
        "graceSeconds": {
          "default": 0,
          "type": "integer",
          "minimum": 0,
          "maximum": 2592000
        },
        "expiresAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        }
      },
      "additionalProperties": false
    },
    "RotateWebhook": {
      "type": "object",
      "properties": {
        "graceSeconds": {
          "default": 86400,
          "type": "integer",
          "minimum": 0,
          "maximum": 604800
        }
      },
      "additionalProperties": false
    },
    "Run": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "purpose": {
          "$ref": "#/$defs/Purpose"
        },
        "blueprint": {
          "type": "string"
        },
        "blueprintDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "seeds": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "arches": {
          "type": "array",
          "items": {
            "type": "string",
            "enum": [
              "x86_64",
              "aarch64"
            ]
          }
        },
        "required": {
          "type": "string",
          "enum": [
            "declared",
            "resolved",
            "clean",
            "reproducible",
            "fixed-point",
            "seed-independent"
          ]
        },
        "requestedBy": {
          "type": "string"
        },
        "priority": {
          "type": "integer",
          "minimum": 0,
          "maximum": 10
        },
        "state": {
          "type": "string",
          "enum": [
            "preparing",
            "running",
            "succeeded",
            "failed",
            "cancelled"
          ]
        },
        "createdAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "finishedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "preparation": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Seed"
          }
        },
        "verdict": {
          "$ref": "#/$defs/Verdict"
        },
        "estimates": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Estimate"
          }
        }
      },
      "required": [
        "id",
        "blueprint",
        "blueprintDigest",
        "seeds",
        "arches",
        "required",
        "requestedBy",
        "state",
        "createdAt",
        "preparation"
      ]
    },
    "RunDiff": {
      "type": "object",
      "properties": {
        "first": {
          "$ref": "#/$defs/Run"
        },
        "second": {
          "$ref": "#/$defs/Run"
        },
        "changes": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/BuildChange"
          }
        },
        "unchanged": {
          "type": "integer"
        }
      },
      "required": [
        "first",
        "second",
        "changes",
        "unchanged"
      ]
    },
    "RunEvent": {
      "type": "object",
      "properties": {
        "runId": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "sequence": {
          "type": "integer"
        },
        "type": {
          "type": "string"
        },
        "at": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "data": {
          "type": "object",
          "propertyNames": {
            "type": "string"
          },
          "additionalProperties": {}
        }
      },
      "required": [
        "runId",
        "sequence",
        "type",
        "at",
        "data"
      ]
    },
    "RunList": {
      "type": "object",
      "properties": {
        "runs": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Run"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "runs"
      ]
    },
    "Schedule": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "name": {
          "type": "string",
          "minLength": 1,
          "maxLength": 100,
          "pattern": "^[^\\0]*$"
        },
        "request": {
          "$ref": "#/$defs/StartRun"
        },
        "cron": {
          "type": "string",
          "maxLength": 200
        },
        "timezone": {
          "type": "string",
          "maxLength": 100
        },
        "overlap": {
          "type": "string",
          "enum": [
            "skip",
            "start"
          ]
        },
        "enabled": {
          "type": "boolean"
        },
        "createdBy": {
          "type": "string"
        },
        "createdAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "changedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "nextAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "last": {
          "$ref": "#/$defs/Firing"
        }
      },
      "required": [
        "id",
        "name",
        "request",
        "cron",
        "timezone",
        "overlap",
        "enabled",
        "createdBy",
        "createdAt",
        "changedAt"
      ]
    },
    "ScheduleChange": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string",
          "minLength": 1,
          "maxLength": 100,
          "pattern": "^[^\\0]*$"
        },
        "request": {
          "$ref": "#/$defs/StartRunInput"
        },
        "cron": {
          "type": "string",
          "maxLength": 200
        },
        "timezone": {
          "type": "string",
          "maxLength": 100
        },
        "overlap": {
          "type": "string",
          "enum": [
            "skip",
            "start"
          ]
        },
        "enabled": {
          "type": "boolean"
        }
      },
      "additionalProperties": false
    },
    "ScheduleList": {
      "type": "object",
      "properties": {
        "schedules": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Schedule"
          }
        }
      },
      "required": [
        "schedules"
      ]
    },
    "Scriptlets": {
      "type": "object",
      "properties": {
        "preInstall": {
          "type": "string"
        },
        "postInstall": {
          "type": "string"
        },
        "preUpgrade": {
          "type": "string"
        },
        "postUpgrade": {
          "type": "string"
        },
        "preDeinstall": {
          "type": "string"
        },
        "postDeinstall": {
          "type": "string"
        },
        "trigger": {
          "type": "object",
          "properties": {
            "script": {
              "type": "string"
            },
            "paths": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          },
          "required": [
            "script",
            "paths"
          ]
        }
      }
    },
    "Seed": {
      "type": "object",
      "properties": {
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "state": {
          "type": "string",
          "enum": [
            "queued",
            "acquiring",
            "locked",
            "failed"
          ]
        },
        "seed": {
          "type": "string"
        },
        "origin": {
          "type": "string"
        },
        "lockDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "packageCount": {
          "type": "integer"
        },
        "failure": {
          "$ref": "#/$defs/Failure"
        }
      },
      "required": [
        "arch",
        "state"
      ]
    },
    "SeedLock": {
      "type": "object",
      "properties": {
        "digest": {
          "type": "string"
        },
        "seed": {
          "type": "string"
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "origin": {
          "type": "string"
        },
        "packages": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "name": {
                "type": "string"
              },
              "version": {
                "type": "string"
              },
              "fileDigest": {
                "type": "string"
              },
              "contentDigest": {
                "type": "string"
              },
              "upstream": {
                "type": "object",
                "properties": {
                  "url": {
                    "type": "string"
                  },
                  "sha256": {
                    "type": "string"
                  }
                },
                "required": [
                  "url",
                  "sha256"
                ]
              }
            },
            "required": [
              "name",
              "version",
              "fileDigest",
              "contentDigest",
              "upstream"
            ]
          }
        }
      },
      "required": [
        "digest",
        "seed",
        "arch",
        "origin",
        "packages"
      ]
    },
    "SeedLockList": {
      "type": "object",
      "properties": {
        "locks": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/SeedLock"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "locks"
      ]
    },
    "Session": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "role": {
          "type": "string",
          "enum": [
            "viewer",
            "worker",
            "maintainer",
            "admin"
          ]
        },
        "via": {
          "type": "string",
          "enum": [
            "installation",
            "token",
            "session"
          ]
        },
        "id": {
          "type": "string"
        },
        "expiresAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        }
      },
      "required": [
        "name",
        "role",
        "via",
        "expiresAt"
      ]
    },
    "SignIn": {
      "type": "object",
      "properties": {
        "token": {
          "type": "string",
          "minLength": 1,
          "maxLength": 500
        }
      },
      "required": [
        "token"
      ],
      "additionalProperties": false
    },
    "SignInMethods": {
      "type": "object",
      "properties": {
        "token": {
          "type": "boolean"
        },
        "oidc": {
          "type": "object",
          "properties": {
            "name": {
              "type": "string"
            },
            "url": {
              "type": "string"
            }
          },
          "required": [
            "name",
            "url"
          ]
        }
      },
      "required": [
        "token"
      ]
    },
    "SignedOut": {
      "type": "object",
      "properties": {
        "signedIn": {
          "type": "boolean",
          "const": false
        }
      },
      "required": [
        "signedIn"
      ]
    },
    "Source": {
      "oneOf": [
        {
          "type": "object",
          "properties": {
            "kind": {
              "type": "string",
              "const": "fetch"
            },
            "uri": {
              "type": "string"
            },
            "algorithm": {
              "type": "string",
              "enum": [
                "sha256",
                "sha512"
              ]
            },
            "expected": {
              "type": "string"
            },
            "fileName": {
              "type": "string"
            },
            "place": {
              "$ref": "#/$defs/Place"
            }
          },
          "required": [
            "kind",
            "uri",
            "algorithm",
            "expected",
            "fileName",
            "place"
          ]
        },
        {
          "type": "object",
          "properties": {
            "kind": {
              "type": "string",
              "const": "git"
            },
            "repository": {
              "type": "string"
            },
            "commit": {
              "type": "string"
            },
            "tag": {
              "type": "string"
            },
            "branch": {
              "type": "string"
            },
            "submodules": {
              "type": "boolean"
            },
            "fileName": {
              "type": "string"
            },
            "place": {
              "$ref": "#/$defs/Place"
            }
          },
          "required": [
            "kind",
            "repository",
            "commit",
            "submodules",
            "fileName",
            "place"
          ]
        }
      ]
    },
    "Stage": {
      "type": "object",
      "properties": {
        "stage": {
          "type": "string"
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "state": {
          "type": "string",
          "enum": [
            "waiting",
            "open",
            "complete",
            "failed"
          ]
        },
        "counts": {
          "type": "object",
          "required": [
            "waiting",
            "ready",
            "building",
            "done",
            "failed",
            "blocked",
            "cancelled"
          ],
          "properties": {
            "waiting": {
              "type": "integer"
            },
            "ready": {
              "type": "integer"
            },
            "building": {
              "type": "integer"
            },
            "done": {
              "type": "integer"
            },
            "failed": {
              "type": "integer"
            },
            "blocked": {
              "type": "integer"
            },
            "cancelled": {
              "type": "integer"
            }
          }
        },
        "cached": {
          "type": "integer"
        },
        "finishAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        }
      },
      "required": [
        "stage",
        "arch",
        "state",
        "counts",
        "cached"
      ]
    },
    "StageList": {
      "type": "object",
      "properties": {
        "stages": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Stage"
          }
        }
      },
      "required": [
        "stages"
      ]
    },
    "StartComparison": {
      "type": "object",
      "properties": {
        "with": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        }
      },
      "required": [
        "with"
      ],
      "additionalProperties": false
    },
    "StartRebuild": {
      "type": "object",
      "properties": {
        "with": {
          "default": "recorded",
          "type": "string",
          "enum": [
            "recorded",
            "final"
          ]
        },
        "packages": {
          "minItems": 1,
          "maxItems": 10000,
          "type": "array",
          "items": {
            "type": "string",
            "minLength": 1,
            "maxLength": 500,
            "pattern": "^[^\\0]*$"
          }
        }
      },
      "additionalProperties": false
    },
    "StartRun": {
      "type": "object",
      "properties": {
        "blueprint": {
          "type": "string",
          "minLength": 1,
          "maxLength": 500,
          "pattern": "^[^\\0]*$"
        },
        "seeds": {
          "minItems": 1,
          "maxItems": 20,
          "type": "array",
          "items": {
            "type": "string",
            "minLength": 1,
            "maxLength": 500,
            "pattern": "^[^\\0]*$"
          }
        },
        "arches": {
          "minItems": 1,
          "maxItems": 20,
          "type": "array",
          "items": {
            "type": "string",
            "enum": [
              "x86_64",
              "aarch64"
            ]
          }
        },
        "priority": {
          "type": "integer",
          "minimum": 0,
          "maximum": 10
        }
      },
      "required": [
        "blueprint"
      ]
    },
    "StartRunInput": {
      "type": "object",
      "properties": {
        "blueprint": {
          "type": "string",
          "minLength": 1,
          "maxLength": 500,
          "pattern": "^[^\\0]*$"
        },
        "seeds": {
          "minItems": 1,
          "maxItems": 20,
          "type": "array",
          "items": {
            "type": "string",
            "minLength": 1,
            "maxLength": 500,
            "pattern": "^[^\\0]*$"
          }
        },
        "arches": {
          "minItems": 1,
          "maxItems": 20,
          "type": "array",
          "items": {
            "type": "string",
            "enum": [
              "x86_64",
              "aarch64"
            ]
          }
        },
        "priority": {
          "type": "integer",
          "minimum": 0,
          "maximum": 10
        }
      },
      "required": [
        "blueprint"
      ],
      "additionalProperties": false
    },
    "StartedRebuild": {
      "type": "object",
      "properties": {
        "run": {
          "$ref": "#/$defs/Run"
        },
        "created": {
          "type": "boolean"
        }
      },
      "required": [
        "run",
        "created"
      ]
    },
    "StartedRun": {
      "type": "object",
      "properties": {
        "run": {
          "$ref": "#/$defs/Run"
        },
        "created": {
          "type": "boolean"
        },
        "warnings": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Defect"
          }
        }
      },
      "required": [
        "run",
        "created",
        "warnings"
      ]
    },
    "Step": {
      "type": "object",
      "properties": {
        "index": {
          "type": "integer"
        },
        "total": {
          "type": "integer"
        },
        "label": {
          "type": "string"
        }
      },
      "required": [
        "index",
        "total",
        "label"
      ]
    },
    "StepReport": {
      "type": "object",
      "properties": {
        "label": {
          "type": "string"
        },
        "startedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "finishedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "exitCode": {
          "anyOf": [
            {
              "type": "integer"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      "required": [
        "label",
        "startedAt",
        "finishedAt",
        "exitCode"
      ]
    },
    "Token": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "name": {
          "type": "string"
        },
        "role": {
          "type": "string",
          "enum": [
            "viewer",
            "worker",
            "maintainer",
            "admin"
          ]
        },
        "prefix": {
          "type": "string"
        },
        "state": {
          "type": "string",
          "enum": [
            "active",
            "expired",
            "revoked"
          ]
        },
        "createdAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "createdBy": {
          "type": "string"
        },
        "expiresAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "lastUsedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "rotatedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "oldSecretUntil": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "revokedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        }
      },
      "required": [
        "id",
        "name",
        "role",
        "prefix",
        "state",
        "createdAt",
        "createdBy"
      ]
    },
    "TokenList": {
      "type": "object",
      "properties": {
        "tokens": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Token"
          }
        }
      },
      "required": [
        "tokens"
      ]
    },
    "TokenSecret": {
      "type": "object",
      "properties": {
        "token": {
          "$ref": "#/$defs/Token"
        },
        "secret": {
          "type": "string"
        }
      },
      "required": [
        "token",
        "secret"
      ]
    },
    "Verdict": {
      "type": "object",
      "properties": {
        "blueprint": {
          "type": "string"
        },
        "seed": {
          "type": "string"
        },
        "required": {
          "type": "string",
          "enum": [
            "declared",
            "resolved",
            "clean",
            "reproducible",
            "fixed-point",
            "seed-independent"
          ]
        },
        "holds": {
          "type": "boolean"
        },
        "packages": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/PackageVerdict"
          }
        }
      },
      "required": [
        "blueprint",
        "seed",
        "required",
        "holds",
        "packages"
      ]
    },
    "Webhook": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string",
          "format": "uuid",
          "pattern": "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$"
        },
        "url": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2000
        },
        "events": {
          "minItems": 1,
          "maxItems": 18,
          "type": "array",
          "items": {
            "type": "string",
            "enum": [
              "run.created",
              "run.running",
              "run.succeeded",
              "run.failed",
              "run.cancelled",
              "run.retried",
              "run.judged",
              "seed.locked",
              "seed.failed",
              "stage.opened",
              "stage.completed",
              "stage.failed",
              "build.building",
              "build.done",
              "build.failed",
              "build.blocked",
              "build.lost",
              "build.cancelled"
            ]
          }
        },
        "enabled": {
          "type": "boolean"
        },
        "disabledReason": {
          "type": "string"
        },
        "failingSince": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "createdBy": {
          "type": "string"
        },
        "createdAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "changedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "rotatedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "oldSecretUntil": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        }
      },
      "required": [
        "id",
        "url",
        "enabled",
        "createdBy",
        "createdAt",
        "changedAt"
      ]
    },
    "WebhookChange": {
      "type": "object",
      "properties": {
        "url": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2000
        },
        "events": {
          "anyOf": [
            {
              "minItems": 1,
              "maxItems": 18,
              "type": "array",
              "items": {
                "type": "string",
                "enum": [
                  "run.created",
                  "run.running",
                  "run.succeeded",
                  "run.failed",
                  "run.cancelled",
                  "run.retried",
                  "run.judged",
                  "seed.locked",
                  "seed.failed",
                  "stage.opened",
                  "stage.completed",
                  "stage.failed",
                  "build.building",
                  "build.done",
                  "build.failed",
                  "build.blocked",
                  "build.lost",
                  "build.cancelled"
                ]
              }
            },
            {
              "type": "null"
            }
          ]
        },
        "enabled": {
          "type": "boolean"
        }
      },
      "additionalProperties": false
    },
    "WebhookList": {
      "type": "object",
      "properties": {
        "webhooks": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Webhook"
          }
        }
      },
      "required": [
        "webhooks"
      ]
    },
    "WebhookWithSecret": {
      "type": "object",
      "properties": {
        "webhook": {
          "$ref": "#/$defs/Webhook"
        },
        "secret": {
          "type": "string"
        }
      },
      "required": [
        "webhook",
        "secret"
      ]
    },
    "Why": {
      "type": "object",
      "properties": {
        "package": {
          "type": "object",
          "properties": {
            "name": {
              "type": "string"
            },
            "version": {
              "type": "string"
            },
            "arch": {
              "type": "string",
              "enum": [
                "x86_64",
                "aarch64"
              ]
            },
            "stage": {
              "type": "string"
            },
            "contentDigest": {
              "type": "string",
              "pattern": "^sha256:[0-9a-f]{64}$"
            }
          },
          "required": [
            "name",
            "version",
            "arch",
            "stage",
            "contentDigest"
          ]
        },
        "on": {
          "type": "string"
        },
        "path": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/WhyStep"
          }
        },
        "looked": {
          "type": "integer"
        }
      },
      "required": [
        "package",
        "on",
        "looked"
      ]
    },
    "WhyStep": {
      "type": "object",
      "properties": {
        "stage": {
          "type": "string"
        },
        "build": {
          "type": "string"
        },
        "buildId": {
          "type": "string"
        },
        "role": {
          "type": "string",
          "enum": [
            "environment",
            "source",
            "definition",
            "file"
          ]
        },
        "part": {
          "type": "string",
          "enum": [
            "compiler",
            "linker",
            "shell",
            "build tool",
            "library",
            "tool"
          ]
        },
        "name": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "digest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "contentDigest": {
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "input": {
          "type": "string"
        },
        "madeBy": {
          "type": "string"
        },
        "generation": {
          "type": "integer"
        }
      },
      "required": [
        "stage",
        "build",
        "buildId",
        "role",
        "name",
        "digest",
        "generation"
      ]
    },
    "Worker": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string"
        },
        "arch": {
          "type": "string",
          "enum": [
            "x86_64",
            "aarch64"
          ]
        },
        "host": {
          "type": "string"
        },
        "concurrency": {
          "type": "integer"
        },
        "startedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "seenAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$"
        },
        "building": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "draining": {
          "type": "boolean"
        },
        "state": {
          "type": "string",
          "enum": [
            "working",
            "idle",
            "draining",
            "drained",
            "silent"
          ]
        },
        "load": {
          "type": "number"
        }
      },
      "required": [
        "id",
        "arch",
        "host",
        "concurrency",
        "startedAt",
        "seenAt",
        "building"
      ]
    },
    "WorkerList": {
      "type": "object",
      "properties": {
        "workers": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/Worker"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "workers"
      ]
    }
  }
};
