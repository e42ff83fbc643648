import { HttpService } from '@nestjs/axios';
import { Injectable, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { recordSteps } from '../common/call-steps';
import { Replica } from '../common/replica';
import { outgoingIds } from '../common/work';
import { CampaignSettings } from '../config/settings';
import { TracingSettings } from '../config/tracing-settings';
import { openTelemetry, OpenTelemetry } from './open-telemetry';

/** Lets requests to other services bear the ids of the work that they are made for, and sends traces where one wants them. */
@Injectable()
export class Tracing implements OnModuleInit, OnApplicationShutdown {
  #telemetry: OpenTelemetry | undefined;

  constructor(
    private readonly http: HttpService,
    private readonly settings: TracingSettings,
    private readonly campaign: CampaignSettings,
    private readonly replica: Replica,
  ) {}

  async onModuleInit(): Promise<void> {
    this.http.axiosRef.interceptors.request.use((config) => {
      for (const [name, value] of Object.entries(outgoingIds())) config.headers.set(name, value, false);
      return config;
    });
    if (!this.settings.target) return;
    this.#telemetry = await openTelemetry(this.settings.target, this.campaign.name, this.replica.id);
    recordSteps(this.#telemetry.recorder);
  }

  /** After everything else has ended, so that the last steps are told too. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.#telemetry) return;
    recordSteps(undefined);
    await this.#telemetry.close();
  }
}
