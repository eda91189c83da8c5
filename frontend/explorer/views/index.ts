/** Every view under its path; the first whose path fits is shown. */
import type { View } from "../routes";
import { Consortium } from "./Consortium";
import { Dataset } from "./Dataset";
import { Entity } from "./Entity";
import { Landing } from "./Landing";
import { PartnershipList, RegionList, TermList, ValueChainList } from "./Lists";
import { Organisation } from "./Organisation";
import { Organisations } from "./Organisations";
import { Partnership } from "./Partnership";
import { Place } from "./Place";
import { Search } from "./Search";
import { Synergy } from "./Synergy";
import { Term } from "./Term";
import { ValueChain } from "./ValueChain";
import { Why } from "./Why";

export const VIEWS: readonly View[] = [
  { path: "/", component: Landing },
  { path: "/search", component: Search },
  { path: "/organisations", component: Organisations },
  { path: "/partnerships", component: PartnershipList },
  { path: "/terms", component: TermList },
  { path: "/regions", component: RegionList },
  { path: "/value-chains", component: ValueChainList },
  { path: "/organisation/:id", component: Organisation },
  { path: "/term/:id", component: Term },
  { path: "/region/:id", component: Place },
  { path: "/country/:id", component: Place },
  { path: "/stage/:id", component: Place },
  { path: "/entity/:id", component: Entity },
  { path: "/dataset", component: Dataset },
  { path: "/synergy/:organisation/:partner", component: Synergy },
  { path: "/why/:from/:to", component: Why },
  { path: "/partnership/:id", component: Partnership },
  { path: "/consortium", component: Consortium },
  { path: "/value-chain/:id", component: ValueChain },
  { path: "/network/:id", load: () => import("./Network") },
];
